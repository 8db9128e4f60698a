#include "discovery/sniff.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "discovery/column_profile.hpp"
#include "discovery/null_words.hpp"
#include "discovery/types.hpp"
#include "source/encoding.hpp"
#include "source/records.hpp"

namespace rox {

namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20;
constexpr std::size_t kSample = std::size_t{256} << 10;
constexpr std::array kDelimiters{';', ',', '\t', '|'};
/// UTF-16 of text in a Latin alphabet has a zero in nearly every second byte; other encodings have none.
constexpr double kZeroShare = 0.3;

/// What one file says.
struct FileSigns {
  Encoding encoding = Encoding::utf8;
  bool ascii = true;   // compatible with every one-byte encoding
  std::string sample;  // its beginning, as UTF-8, whole records only, padded
  std::size_t sample_size = 0;
  std::string_view text() const { return std::string_view(sample).substr(0, sample_size); }
};

std::optional<Encoding> encoding_of_head(std::string_view head) {
  if (bom_size(head, Encoding::utf8) > 0) return Encoding::utf8;
  if (bom_size(head, Encoding::utf16le) > 0) return Encoding::utf16le;
  if (bom_size(head, Encoding::utf16be) > 0) return Encoding::utf16be;
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < head.size(); ++i) zeros[i % 2] += head[i] == '\0';
  const double half = static_cast<double>(head.size()) / 2;
  if (head.size() >= 4 && static_cast<double>(zeros[1]) > half * kZeroShare && zeros[0] == 0) return Encoding::utf16le;
  if (head.size() >= 4 && static_cast<double>(zeros[0]) > half * kZeroShare && zeros[1] == 0) return Encoding::utf16be;
  return std::nullopt;
}

/// Reads on until `buffer` has `size` bytes or the file ends; false at the end of the file.
bool fill(int fd, std::string& buffer, std::size_t size, const ExportFile& file) {
  std::size_t have = buffer.size();
  buffer.resize(size);
  while (have < size) {
    const ssize_t got = ::read(fd, buffer.data() + have, size - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw system_error(fmt::format("can't read {}", file.path.string()), errno);
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  buffer.resize(have);
  return have == size;
}

/// What is left over of UTF-8 once its whole characters are judged: at most three bytes.
constexpr std::size_t kCharacterRest = 3;

/// Looks at every byte: one é on the last line decides. Memory and time don't depend on how long lines are.
void sniff_one_byte_encoding(int fd, std::string buffer, const ExportFile& file, FileSigns& signs) {
  bool utf8 = true;
  bool controls = false;  // 0x80 to 0x9F: letters and quotes in windows-1252, nothing in Latin-1
  bool more = true;
  while (more) {
    more = fill(fd, buffer, buffer.size() + kChunk, file);
    const auto high = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    if (signs.ascii && std::any_of(buffer.begin(), buffer.end(), high)) signs.ascii = false;
    std::size_t judged = buffer.size();
    if (!signs.ascii) {
      controls = controls || std::any_of(buffer.begin(), buffer.end(), [](char c) {
                   return static_cast<unsigned char>(c) >= 0x80 && static_cast<unsigned char>(c) < 0xA0;
                 });
      if (utf8) judged = valid_utf8_prefix(buffer);
      // A character that the chunk cuts in two is judged with the next.
      utf8 = utf8 && buffer.size() - judged <= (more ? kCharacterRest : 0);
      if (!utf8) judged = buffer.size();
    }
    buffer.erase(0, judged);
  }
  signs.encoding = utf8 ? Encoding::utf8 : controls ? Encoding::windows1252 : Encoding::latin1;
}

FileSigns sniff_file(const ExportFile& file) {
  const UniqueFd fd = open_file(file.path, O_RDONLY);
  std::string head;
  const bool cut = fill(fd.get(), head, kSample, file);
  if (head.empty()) {
    throw data_error("the export is empty")
        .at(file.path.string())
        .hint("export it again, or move it out of the folder");
  }
  FileSigns signs;
  if (const std::optional<Encoding> known = encoding_of_head(head)) {
    signs.encoding = *known;
    signs.ascii = false;
  } else {
    sniff_one_byte_encoding(fd.get(), head, file, signs);
  }
  const std::size_t mark = bom_size(head, signs.encoding);
  append_as_utf8(std::string_view(head).substr(mark), signs.encoding, signs.sample);
  if (cut) signs.sample.resize(signs.sample.rfind('\n') + 1);
  signs.sample_size = signs.sample.size();
  signs.sample.append(kStructuralPadding, '\0');
  return signs;
}

/// Encodings that all files can be read in, from what each one needs.
Encoding common_encoding(const std::vector<ExportFile>& files, const std::vector<FileSigns>& signs) {
  std::map<Encoding, std::vector<std::string>> names;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!signs[i].ascii) names[signs[i].encoding].push_back(files[i].name);
  }
  if (names.count(Encoding::windows1252) > 0) names.erase(Encoding::latin1);  // which is a part of it
  if (names.empty()) return Encoding::utf8;
  const bool wide_and_ascii =
      (names.begin()->first == Encoding::utf16le || names.begin()->first == Encoding::utf16be) &&
      std::any_of(signs.begin(), signs.end(), [](const FileSigns& s) { return s.ascii; });
  if (names.size() == 1 && !wide_and_ascii) return names.begin()->first;
  std::string what = "the files aren't in one encoding";
  for (const auto& [encoding, of] : names) what += fmt::format("\n  {}: {}", to_string(encoding), join(of, ", "));
  if (wide_and_ascii) what += "\n  ascii: the others";
  throw data_error(what).hint(
      "make a project of each kind, in a folder of its own, or convert them: iconv -f … -t utf-8");
}

/// How well a delimiter explains a sample: the records that have the most common width.
struct Fit {
  std::size_t records = 0;
  std::size_t regular = 0;
  std::size_t width = 1;

  bool splits() const { return width > 1 && regular * 10 >= records * 9; }
  double share() const { return records == 0 ? 0 : static_cast<double>(regular) / static_cast<double>(records); }
};

Fit fit_of(const FileSigns& signs, char delimiter) {
  std::map<std::size_t, std::size_t> widths;
  Fit fit;
  RecordReader records(signs.text(), delimiter, 1);
  while (records.next()) {
    if (records.state() == RecordState::blank) continue;
    ++fit.records;
    if (records.state() == RecordState::good) ++widths[records.fields().size()];
  }
  for (const auto& [width, count] : widths) {
    if (count > fit.regular || (count == fit.regular && width > fit.width)) {
      fit.regular = count;
      fit.width = width;
    }
  }
  return fit;
}

/// The delimiter that cuts the sample most regularly, then into most fields; empty for a file of one column.
std::optional<char> delimiter_of(const FileSigns& signs) {
  std::optional<char> best;
  Fit best_fit;
  for (const char delimiter : kDelimiters) {
    const Fit fit = fit_of(signs, delimiter);
    if (!fit.splits()) continue;
    const bool better = !best || fit.share() > best_fit.share() + 0.01 ||
                        (fit.share() > best_fit.share() - 0.01 && fit.width > best_fit.width);
    if (!better) continue;
    best = delimiter;
    best_fit = fit;
  }
  return best;
}

std::string delimiter_name(char delimiter) { return delimiter == '\t' ? "tab" : std::string(1, delimiter); }

char common_delimiter(const std::vector<ExportFile>& files, const std::vector<FileSigns>& signs) {
  std::map<char, std::vector<std::string>> names;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (const std::optional<char> delimiter = delimiter_of(signs[i])) names[*delimiter].push_back(files[i].name);
  }
  if (names.empty()) return ',';  // one column everywhere
  if (names.size() == 1) return names.begin()->first;
  // A small file may be cut well by two delimiters: one that suits all is the one.
  for (const char delimiter : kDelimiters) {
    const bool all = std::all_of(signs.begin(), signs.end(),
                                 [&](const FileSigns& s) { return !delimiter_of(s) || fit_of(s, delimiter).splits(); });
    if (all) return delimiter;
  }
  std::string what = "the files don't share a delimiter";
  for (const auto& [delimiter, of] : names)
    what += fmt::format("\n  '{}': {}", delimiter_name(delimiter), join(of, ", "));
  throw data_error(what).hint("make a project of each kind, in a folder of its own");
}

/// Whether the first record is names: true or false where the file shows it, empty where it doesn't.
std::optional<bool> has_header(const FileSigns& signs, char delimiter) {
  const NullWords words({});
  RecordReader records(signs.text(), delimiter, 1);
  std::vector<std::string> first;
  std::vector<ColumnProfile> columns;
  std::string scratch;
  while (records.next()) {
    if (records.state() != RecordState::good) continue;
    if (first.empty()) {
      for (const Field& field : records.fields()) first.emplace_back(unescape(field, scratch));
      columns.assign(first.size(), ColumnProfile(0));
      continue;
    }
    if (records.fields().size() != first.size()) continue;
    for (std::size_t i = 0; i < first.size(); ++i) {
      const std::string_view text = unescape(records.fields()[i], scratch);
      if (words.find(text) == NullWords::kNone) columns[i].add(text, {0, records.line()});
    }
  }
  std::size_t named = 0;  // columns of numbers, dates or UUIDs under a text
  std::size_t typed = 0;  // columns of numbers, dates or UUIDs from the first record on
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (!looks_measured(columns[i])) continue;
    ColumnProfile with_first = columns[i];
    with_first.add(first[i], {0, 1});
    const bool fits = words.find(first[i]) != NullWords::kNone || looks_measured(with_first);
    ++(fits ? typed : named);
  }
  if (named > 0 || typed > 0) return named >= typed;
  const std::set<std::string> unique(first.begin(), first.end());
  if (unique.size() < first.size() || unique.count("") > 0) return false;
  return std::nullopt;
}

bool common_header(const std::vector<ExportFile>& files, const std::vector<FileSigns>& signs, char delimiter) {
  std::array<std::vector<std::string>, 2> names;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (const std::optional<bool> header = has_header(signs[i], delimiter))
      names[*header ? 1 : 0].push_back(files[i].name);
  }
  if (names[0].empty()) return true;  // the usual case, also where nothing shows it
  if (names[1].empty()) return false;
  throw data_error(fmt::format("some files have a header and some don't\n  with: {}\n  without: {}",
                               join(names[1], ", "), join(names[0], ", ")))
      .hint("make a project of each kind, in a folder of its own, or add the missing headers");
}

}  // namespace

Dialect sniff_dialect(const std::vector<ExportFile>& files) {
  std::vector<FileSigns> signs;
  for (const ExportFile& file : files) signs.push_back(sniff_file(file));
  Dialect dialect;
  dialect.encoding = common_encoding(files, signs);
  dialect.delimiter = common_delimiter(files, signs);
  dialect.header = common_header(files, signs, dialect.delimiter);
  return dialect;
}

}  // namespace rox
