#include "cases/case_files.hpp"

#include <fmt/format.h>
#include <glob.h>
#include <iconv.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include "base/text.hpp"

namespace rox::test {
namespace {

namespace fs = std::filesystem;

std::string replaced_all(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string converted(std::string text, const std::string& charset) {
  const iconv_t converter = ::iconv_open(charset.c_str(), "UTF-8");
  if (reinterpret_cast<std::intptr_t>(converter) == -1) {
    throw std::invalid_argument(fmt::format("unknown character set '{}'", charset));
  }
  std::string out(4 * text.size() + 4, '\0');
  char* from = text.data();
  char* to = out.data();
  std::size_t left = text.size(), room = out.size();
  const bool done = ::iconv(converter, &from, &left, &to, &room) != static_cast<std::size_t>(-1);
  ::iconv_close(converter);
  if (!done) throw std::invalid_argument(fmt::format("the lines can't be written as {}", charset));
  out.resize(out.size() - room);
  return out;
}

std::size_t only_place(const fs::path& file, const std::string& text, std::string_view wanted) {
  const std::size_t at = text.find(wanted);
  if (wanted.empty() || at == std::string::npos) {
    throw std::invalid_argument(fmt::format("{} has no '{}'", file.string(), wanted));
  }
  if (text.find(wanted, at + 1) != std::string::npos) {
    throw std::invalid_argument(fmt::format("{} has '{}' more than once", file.string(), wanted));
  }
  return at;
}

std::size_t line_start(const std::string& text, std::size_t at) {
  const std::size_t before = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
  return before == std::string::npos ? 0 : before + 1;
}

std::size_t line_end(const std::string& text, std::size_t at) {
  return std::min(text.find('\n', at), text.size() - 1) + 1;
}

bool is_made(const fs::path& path) {
  static const std::set<std::string> kMade{"exports", "rejects", "answers", "mends", "staged", "reports", ".rox"};
  return kMade.contains(path.filename().string()) || path.filename().string().starts_with("warehouse.duckdb");
}

void add_state(const fs::path& path, std::map<std::string, FileState>& states) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) throw std::system_error(errno, std::generic_category(), path.string());
  states[path.string()] = {read_bytes(path), status.st_ino, {status.st_mtim.tv_sec, status.st_mtim.tv_nsec}};
}

std::map<std::string, std::string> files_under(const fs::path& path) {
  if (!fs::is_directory(path)) return {{"", read_bytes(path)}};
  std::map<std::string, std::string> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path)) {
    if (entry.is_regular_file()) files[entry.path().lexically_relative(path).string()] = read_bytes(entry.path());
  }
  return files;
}

char escaped_byte(std::string_view line, std::size_t& at) {
  const char kind = at + 1 < line.size() ? line[++at] : '\0';
  if (kind == 'n') return '\n';
  if (kind == 'r') return '\r';
  if (kind == 't') return '\t';
  if (kind == '\\') return '\\';
  const std::string digits(kind == 'x' ? line.substr(at + 1, 2) : "");
  if (digits.size() != 2 || digits.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) {
    throw std::invalid_argument(fmt::format("no such escape: '\\{}'", line.substr(at, 1)));
  }
  at += 2;
  return static_cast<char>(std::stoi(digits, nullptr, 16));
}

}  // namespace

Encoding parse_encoding(std::string_view text) {
  Encoding encoding;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(", "), text.size());
    const std::string how(text.substr(0, comma));
    if (how == "crlf") {
      encoding.crlf = true;
    } else if (how == "bom") {
      encoding.mark = true;
    } else if (how == "latin-1" || how == "utf-16le" || how == "utf-16be") {
      encoding.charset = how == "latin-1" ? "ISO-8859-1" : how;
    } else if (how.ends_with(" times") && how.find_first_not_of("0123456789") == how.size() - 6) {
      encoding.times = static_cast<unsigned>(std::stoul(how));
    } else {
      throw std::invalid_argument(fmt::format("unknown way to write lines: '{}'", how));
    }
    text.remove_prefix(std::min(comma + 2, text.size()));
  }
  return encoding;
}

std::string encoded(const std::vector<std::string>& lines, const Encoding& encoding) {
  std::string text = encoding.mark ? "\xEF\xBB\xBF" : "";
  for (unsigned n = 1; n <= encoding.times; ++n) {
    for (const std::string& line : lines) {
      text += encoding.times == 1 ? line : replaced_all(line, "{n}", std::to_string(n));
      text += encoding.crlf ? "\r\n" : "\n";
    }
  }
  return encoding.charset.empty() ? text : converted(std::move(text), encoding.charset);
}

std::string unescaped(const std::vector<std::string>& lines) {
  std::string bytes;
  for (const std::string& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) bytes += line[i] == '\\' ? escaped_byte(line, i) : line[i];
  }
  return bytes;
}

std::string read_bytes(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in || fs::is_directory(file)) throw std::invalid_argument(fmt::format("there is no file {}", file.string()));
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return std::move(bytes).str();
}

void write_bytes(const fs::path& file, std::string_view bytes, bool append) {
  if (append && !fs::exists(file)) throw std::invalid_argument(fmt::format("there is no file {}", file.string()));
  if (file.has_parent_path()) fs::create_directories(file.parent_path());
  std::ofstream out(file, append ? std::ios::binary | std::ios::app : std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out.flush()) throw std::invalid_argument(fmt::format("can't write {}", file.string()));
}

std::vector<std::string> text_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

void replace_once(const fs::path& file, std::string_view old_text, std::string_view new_text) {
  std::string text = read_bytes(file);
  text.replace(only_place(file, text, old_text), old_text.size(), new_text);
  write_bytes(file, text);
}

void insert_lines(const fs::path& file, std::string_view text, bool before, const std::vector<std::string>& lines) {
  std::string all = read_bytes(file);
  const std::size_t at = only_place(file, all, text);
  all.insert(before ? line_start(all, at) : line_end(all, at), encoded(lines, {}));
  write_bytes(file, all);
}

void cut_lines(const fs::path& file, std::string_view first, std::string_view last) {
  std::string text = read_bytes(file);
  const std::size_t start = line_start(text, only_place(file, text, first));
  std::size_t end = line_end(text, start);
  while (!last.empty()) {
    if (end == text.size()) throw std::invalid_argument(fmt::format("{} has no line '{}'", file.string(), last));
    const std::size_t line = end;
    end = line_end(text, line);
    if (trim(std::string_view(text).substr(line, end - line)) == last) break;
  }
  text.erase(start, end - start);
  write_bytes(file, text);
}

void copy_fixture(const fs::path& from, const fs::path& to, bool leave_out_made) {
  if (!fs::is_directory(from)) throw std::invalid_argument(fmt::format("there is no fixture {}", from.string()));
  fs::create_directories(to);
  for (const fs::directory_entry& entry : fs::directory_iterator(from)) {
    if (leave_out_made && is_made(entry.path())) continue;
    fs::copy(entry.path(), to / entry.path().filename(), fs::copy_options::recursive);
  }
}

std::vector<std::string> paths_of(const std::string& pattern) {
  glob_t found{};
  const int result = ::glob(pattern.c_str(), 0, nullptr, &found);
  std::vector<std::string> paths;
  if (result == 0) paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  ::globfree(&found);
  return paths;
}

std::map<std::string, FileState> states_of(const std::string& pattern) {
  std::map<std::string, FileState> states;
  for (const std::string& path : paths_of(pattern)) {
    if (!fs::is_directory(path)) {
      add_state(path, states);
      continue;
    }
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path)) {
      if (entry.is_regular_file()) add_state(entry.path(), states);
    }
  }
  return states;
}

std::string difference(const fs::path& a, const fs::path& b) {
  const auto as = files_under(a), bs = files_under(b);
  for (const auto& [name, bytes] : as) {
    const auto other = bs.find(name);
    if (other == bs.end()) return fmt::format("{} isn't in {}", name, b.string());
    if (bytes != other->second) return fmt::format("{} differs from {}", (a / name).string(), (b / name).string());
  }
  for (const auto& [name, bytes] : bs) {
    if (!as.contains(name)) return fmt::format("{} isn't in {}", name, a.string());
  }
  return "";
}

}  // namespace rox::test
