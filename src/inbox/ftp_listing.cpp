#include "inbox/ftp_listing.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>

#include "base/text.hpp"

namespace rox {
namespace {

void each_line(std::string_view text, const std::function<void(std::string_view line)>& take) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) take(line);
  }
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// The word at the front of `line`, which goes with the blanks behind it.
std::string_view take_word(std::string_view& line) {
  const std::string_view word = line.substr(0, line.find(' '));
  line.remove_prefix(word.size());
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  return word;
}

/// The word that a name follows: one blank, and all others are the name's.
std::string_view take_last_word(std::string_view& line) {
  const std::string_view word = line.substr(0, line.find(' '));
  line.remove_prefix(std::min(word.size() + 1, line.size()));
  return word;
}

std::optional<FtpEntry> unix_entry(std::string_view line) {
  FtpEntry entry;
  const char kind = line.front();
  entry.is_folder = kind == 'd';
  entry.is_plain = kind == '-';
  take_word(line);  // rights
  take_word(line);  // links
  take_word(line);  // owner
  take_word(line);  // group
  const auto bytes = number(take_word(line));
  if (!bytes) return std::nullopt;
  entry.bytes = *bytes;
  entry.version = take_word(line);
  entry.version += " " + std::string(take_word(line));
  entry.version += " " + std::string(take_last_word(line));
  if (line.empty()) return std::nullopt;
  entry.name = kind == 'l' ? line.substr(0, line.find(" -> ")) : line;
  return entry;
}

std::optional<FtpEntry> windows_entry(std::string_view line) {
  FtpEntry entry;
  entry.version = take_word(line);
  entry.version += " " + std::string(take_word(line));
  const std::string_view size = take_last_word(line);
  entry.is_folder = size == "<DIR>";
  if (entry.is_folder) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  } else {
    const auto bytes = number(size);
    if (!bytes) return std::nullopt;
    entry.bytes = *bytes;
  }
  entry.name = line;
  if (entry.name.empty()) return std::nullopt;
  return entry;
}

}  // namespace

std::vector<FtpEntry> parse_mlsd(std::string_view text) {
  std::vector<FtpEntry> entries;
  each_line(text, [&](std::string_view line) {
    const std::size_t blank = line.find(' ');
    const bool has_facts = line.substr(0, blank).find('=') != std::string_view::npos;
    if (blank == std::string_view::npos || blank + 1 == line.size() || !has_facts) return;
    FtpEntry entry;
    entry.name = line.substr(blank + 1);
    entry.sized = false;
    for (const std::string& fact : split(line.substr(0, blank), ';')) {
      const std::size_t equals = fact.find('=');
      if (equals == std::string::npos) continue;
      const std::string name = to_lower(fact.substr(0, equals));
      const std::string value = fact.substr(equals + 1);
      if (name == "type") {
        const std::string kind = to_lower(value);
        entry.is_folder = kind == "dir" || kind == "cdir" || kind == "pdir";
        entry.is_plain = kind == "file";
        if (kind == "cdir" || kind == "pdir") return;
      } else if (name == "size") {
        const auto bytes = number(value);
        entry.sized = bytes.has_value();
        entry.bytes = bytes.value_or(0);
      } else if (name == "modify") {
        entry.version = value;
      }
    }
    if (entry.name != "." && entry.name != "..") entries.push_back(std::move(entry));
  });
  return entries;
}

std::vector<FtpEntry> parse_ftp_list(std::string_view text) {
  std::vector<FtpEntry> entries;
  each_line(text, [&](std::string_view line) {
    const bool is_windows = line.front() >= '0' && line.front() <= '9';
    const bool is_unix = std::string_view("-dlbcps").find(line.front()) != std::string_view::npos;
    if (!is_windows && !is_unix) return;
    std::optional<FtpEntry> entry = is_windows ? windows_entry(line) : unix_entry(line);
    if (entry && entry->name != "." && entry->name != "..") entries.push_back(*std::move(entry));
  });
  return entries;
}

}  // namespace rox
