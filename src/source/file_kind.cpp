#include "source/file_kind.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "base/text.hpp"
#include "source/encoding.hpp"

namespace rox {
namespace {

struct Ending {
  std::string_view ending;
  FileKind kind;
  std::string_view why;
};

constexpr std::string_view kBinaryWorkbook = "a binary workbook: save it as .xlsx";
constexpr std::string_view kTyped = "its columns have types already: rox reads text";
constexpr std::string_view kPacked = "not unpacked: make it a .zip, a .tar or a .gz";
constexpr std::string_view kCopy = "a copy, or a file that isn't complete";
constexpr std::string_view kNoExport = "no export, by its ending";

constexpr std::array kEndings{
    Ending{".csv", FileKind::exported, ""},
    Ending{".txt", FileKind::exported, ""},
    Ending{".tsv", FileKind::exported, ""},
    Ending{".tab", FileKind::exported, ""},
    Ending{".psv", FileKind::exported, ""},
    Ending{".tar", FileKind::archive, ""},
    Ending{".tgz", FileKind::archive, ""},
    Ending{".tzst", FileKind::archive, ""},
    Ending{".tbz", FileKind::archive, ""},
    Ending{".tbz2", FileKind::archive, ""},
    Ending{".txz", FileKind::archive, ""},
    Ending{".zip", FileKind::archive, ""},
    Ending{".gz", FileKind::compressed, ""},
    Ending{".zst", FileKind::compressed, ""},
    Ending{".bz2", FileKind::compressed, ""},
    Ending{".xz", FileKind::compressed, ""},
    Ending{".lz4", FileKind::compressed, ""},
    Ending{".xlsx", FileKind::workbook, ""},
    Ending{".xlsm", FileKind::workbook, ""},
    Ending{".xls", FileKind::workbook, ""},
    Ending{".ods", FileKind::workbook, ""},
    Ending{".xlsb", FileKind::left_out, kBinaryWorkbook},
    Ending{".json", FileKind::json, ""},
    Ending{".jsonl", FileKind::json, ""},
    Ending{".ndjson", FileKind::json, ""},
    Ending{".parquet", FileKind::parquet, ""},
    Ending{".avro", FileKind::left_out, kTyped},
    Ending{".orc", FileKind::left_out, kTyped},
    Ending{".feather", FileKind::left_out, kTyped},
    Ending{".arrow", FileKind::left_out, kTyped},
    Ending{".7z", FileKind::left_out, kPacked},
    Ending{".rar", FileKind::left_out, kPacked},
    Ending{".z", FileKind::left_out, kPacked},
    Ending{".bak", FileKind::left_out, kCopy},
    Ending{".old", FileKind::left_out, kCopy},
    Ending{".orig", FileKind::left_out, kCopy},
    Ending{".tmp", FileKind::left_out, kCopy},
    Ending{".part", FileKind::left_out, kCopy},
    Ending{".partial", FileKind::left_out, kCopy},
    Ending{".crdownload", FileKind::left_out, kCopy},
    Ending{".swp", FileKind::left_out, kCopy},
    Ending{"~", FileKind::left_out, kCopy},
    Ending{".md", FileKind::left_out, kNoExport},
    Ending{".sql", FileKind::left_out, kNoExport},
    Ending{".py", FileKind::left_out, kNoExport},
    Ending{".sh", FileKind::left_out, kNoExport},
    Ending{".ipynb", FileKind::left_out, kNoExport},
    Ending{".html", FileKind::left_out, kNoExport},
    Ending{".htm", FileKind::left_out, kNoExport},
    Ending{".xml", FileKind::left_out, kNoExport},
    Ending{".yaml", FileKind::left_out, kNoExport},
    Ending{".yml", FileKind::left_out, kNoExport},
    Ending{".ini", FileKind::left_out, kNoExport},
    Ending{".cfg", FileKind::left_out, kNoExport},
    Ending{".pdf", FileKind::left_out, kNoExport},
    Ending{".toml", FileKind::hidden, ""},
    Ending{".duckdb", FileKind::hidden, ""},
    Ending{".duckdb.wal", FileKind::hidden, ""},
    Ending{"dwh.cfg", FileKind::hidden, ""},
    Ending{"thumbs.db", FileKind::hidden, ""},
    Ending{"desktop.ini", FileKind::hidden, ""},
};

/// What is laid beside exports for people.
bool is_about_the_others(std::string_view lower) {
  constexpr std::array<std::string_view, 6> kNames{"readme", "read_me", "leiame", "license", "licence", "copying"};
  const std::string_view stem = lower.ends_with(".txt") ? lower.substr(0, lower.size() - 4) : lower;
  return std::find(kNames.begin(), kNames.end(), stem) != kNames.end();
}

/// How often each sign that may delimit stands in a line.
constexpr std::string_view kDelimiters = ";,\t|\x01\x1F~^";

}  // namespace

NamedKind kind_by_name(std::string_view path) {
  const std::string lower = to_lower(path.substr(path.rfind('/') + 1));
  // What a spreadsheet puts beside a workbook that is open has such a name.
  if (lower.empty() || lower.front() == '.' || lower.starts_with("~$") || path.starts_with("__MACOSX/"))
    return {.kind = FileKind::hidden};
  if (is_about_the_others(lower)) return {.kind = FileKind::left_out, .why = "no export, by its name"};
  const Ending* best = nullptr;
  for (const Ending& one : kEndings) {
    if (lower.ends_with(one.ending) && (best == nullptr || one.ending.size() > best->ending.size())) best = &one;
  }
  if (best == nullptr)
    return {.kind = lower.find(".duckdb.") == std::string::npos ? FileKind::unknown : FileKind::hidden};
  if (best->kind != FileKind::compressed) return {.kind = best->kind, .why = std::string(best->why)};
  std::string inner(path.substr(0, path.size() - best->ending.size()));
  if (to_lower(inner).ends_with(".tar")) return {.kind = FileKind::archive};
  return {.kind = FileKind::compressed, .inner = std::move(inner)};
}

namespace {

/// `head` as UTF-8, if a mark says that it is UTF-16; `decoded` holds it then.
std::string_view without_utf16(std::string_view head, std::string& decoded) {
  for (const Encoding encoding : {Encoding::utf16le, Encoding::utf16be}) {
    if (bom_size(head, encoding) == 0) continue;
    append_as_utf8(head, encoding, decoded);
    return decoded;
  }
  return head;
}

}  // namespace

bool reads_as_text(std::string_view head) {
  std::string decoded;
  head = without_utf16(head, decoded);
  return std::none_of(head.begin(), head.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0 || (byte > 1 && byte < '\t') || (byte > '\r' && byte < 0x1A);
  });
}

bool reads_as_table(std::string_view head) {
  if (!reads_as_text(head)) return false;
  std::string decoded;
  head = without_utf16(head, decoded);
  constexpr std::size_t kLines = 50;
  std::vector<std::string_view> lines;
  while (!head.empty() && lines.size() < kLines) {
    const std::size_t end = std::min(head.find_first_of("\r\n"), head.size());
    if (end > 0) lines.push_back(head.substr(0, end));
    head.remove_prefix(std::min(end + 1, head.size()));
  }
  if (lines.size() < 2) return false;
  if (head.empty() && lines.size() > 2) lines.pop_back();  // it may be cut off
  return std::any_of(kDelimiters.begin(), kDelimiters.end(), [&](char delimiter) {
    std::map<std::ptrdiff_t, std::size_t> widths;
    bool in_prose = true;  // where a blank follows each comma
    for (const std::string_view line : lines) {
      ++widths[std::count(line.begin(), line.end(), delimiter)];
      for (std::size_t at = line.find(delimiter); at != std::string_view::npos; at = line.find(delimiter, at + 1)) {
        in_prose = in_prose && (at + 1 == line.size() || line[at + 1] == ' ');
      }
    }
    widths.erase(0);
    // Lines above the header, and fields with delimiters in them, make some lines differ. No prose has as many commas
    // in nearly every line.
    constexpr std::ptrdiff_t kMostInProse = 3;
    return std::any_of(widths.begin(), widths.end(), [&](const auto& width) {
      return width.second * 10 >= lines.size() * 8 && (!in_prose || width.first > kMostInProse);
    });
  });
}

bool reads_as_json(std::string_view head) {
  if (bom_size(head, Encoding::utf8) > 0) head.remove_prefix(3);
  const auto front = [&] {
    const std::size_t at = head.find_first_not_of(" \t\r\n");
    head.remove_prefix(std::min(at, head.size()));
    return head.empty() ? '\0' : head.front();
  };
  const char first = front();
  if (first == '[') {
    head.remove_prefix(1);
    const char next = front();
    return next == '{' || next == ']';
  }
  // One object alone is settings, or an answer around a list.
  const std::size_t end = head.find('\n');
  if (first != '{' || end == std::string_view::npos) return false;
  head.remove_prefix(end);
  return front() == '{';
}

}  // namespace rox
