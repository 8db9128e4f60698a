#include "discovery/names.hpp"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "base/unicode.hpp"
#include "model/name_pattern.hpp"
#include "model/table_name.hpp"
#include "source/file_kind.hpp"
#include "source/header.hpp"
#include "source/name_order.hpp"

namespace rox {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Bytes of a name in another script, which takes two or three a letter: PostgreSQL has 63, and a number may follow.
constexpr std::size_t kLongestForeign = 59;

/// Letters that are no letter of ASCII with a mark on it, and what they are written as. Of the others Unicode knows the
/// letter.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kPlainLetters{{{"Øø", "o"},
                                                                                      {"Łł", "l"},
                                                                                      {"ĐđÐð", "d"},
                                                                                      {"Þþ", "th"},
                                                                                      {"Ħħ", "h"},
                                                                                      {"ı", "i"},
                                                                                      {"ßẞ", "ss"},
                                                                                      {"Ææ", "ae"},
                                                                                      {"Œœ", "oe"}}};

/// What stays of a character in a name.
struct NameCharacter {
  std::string text;        // in lower case; empty: it parts words
  bool is_mark = false;    // belongs to the letter before it
  bool is_silent = false;  // leaves no gap either: the º of Nº
};

std::string utf8_of(utf8proc_int32_t c) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto size = utf8proc_encode_char(c, bytes.data());
  return {bytes.begin(), bytes.begin() + std::max<std::ptrdiff_t>(size, 0)};
}

/// The letter or digit of ASCII that `c` is with marks on it, or in a wide form (Ａ); '\0' if it is none.
char plain_letter(utf8proc_int32_t c) {
  const bool is_wide = c >= 0xFF01 && c <= 0xFF5E;
  std::array<utf8proc_int32_t, 8> parts{};
  int boundary = 0;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | (is_wide ? UTF8PROC_COMPAT : 0));
  const auto count = utf8proc_decompose_char(c, parts.data(), parts.size(), options, &boundary);
  if (count < 1 || count > static_cast<utf8proc_ssize_t>(parts.size()) || parts[0] >= 0x80) return '\0';
  const char first = static_cast<char>(parts[0]);
  return is_letter(first) || is_digit(first) ? first : '\0';
}

/// Latin letters become those of ASCII; letters and digits of other scripts stay what they are.
NameCharacter name_character(utf8proc_int32_t c) {
  if (c == 0xAA || c == 0xBA) return {"", false, true};  // ª, º
  const std::string character = utf8_of(c);
  for (const auto& [marked, plain] : kPlainLetters) {
    if (marked.find(character) != std::string_view::npos) return {std::string(plain)};
  }
  if (const char plain = plain_letter(c); plain != '\0') return {to_lower(std::string_view(&plain, 1))};
  switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND: return {utf8_of(utf8proc_tolower(c))};
    // Vowels of Hindi and Thai are marks on the consonant before them; what is left of accents on Latin letters goes.
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC: return {c >= 0x300 && c < 0x370 ? "" : character, true};
    default: return {};
  }
}

/// Whole characters of at most `most` bytes.
void cut_name(std::string& name, std::size_t most) {
  if (name.size() <= most) return;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
  name.resize(end);
}

/// `name`, with a number behind it if `used` has it already. Takes it into `used`.
std::string unique_name(const std::string& name, std::set<std::string>& used) {
  std::string candidate = name;
  for (int i = 2; !used.insert(to_lower(candidate)).second; ++i) candidate = fmt::format("{}_{}", name, i);
  return candidate;
}

/// A file name cut into texts and runs of digits: text, digits, text, digits, …, text. A date is one run.
std::vector<std::string> cut_at_numbers(const std::string& name) {
  std::vector<std::string> parts(1);
  std::size_t i = 0;
  while (i < name.size()) {
    if (!is_digit(name[i])) {
      parts.back() += name[i++];
      continue;
    }
    const std::size_t end = i + number_size(std::string_view(name).substr(i));
    parts.push_back(name.substr(i, end - i));
    parts.emplace_back();
    i = end;
  }
  return parts;
}

std::string shape_of(const std::vector<std::string>& parts) {
  std::string shape;
  for (std::size_t i = 0; i < parts.size(); ++i) shape += i % 2 == 0 ? parts[i] : "\x01";
  return shape;
}

/// The glob over names of one shape: '#' for the numbers that aren't the same in all of them.
std::string glob_of(const std::vector<std::vector<std::string>>& names) {
  std::string glob;
  for (std::size_t i = 0; i < names.front().size(); ++i) {
    const bool same =
        std::all_of(names.begin(), names.end(), [&](const auto& parts) { return parts[i] == names.front()[i]; });
    glob += same ? names.front()[i] : "#";
  }
  return glob;
}

std::string without_ending(const std::string& file) {
  const std::size_t dot = file.rfind('.');
  return dot == std::string::npos || dot == 0 ? file : file.substr(0, dot);
}

std::string without_endings(std::string_view name) {
  const NamedKind kind = kind_by_name(name);
  std::string stem = without_ending(kind.kind == FileKind::compressed ? kind.inner : std::string(name));
  return kind.kind == FileKind::archive && to_lower(stem).ends_with(".tar") ? without_ending(stem) : stem;
}

}  // namespace

std::string own_name(std::string_view file) {
  std::string last;
  for (bool more = true; more;) {
    std::size_t end = file.find('/');
    // An archive is a folder, too.
    for (std::size_t at = file.find('!'); at < end; at = file.find('!', at + 1)) {
      const FileKind kind = kind_by_name(file.substr(0, at)).kind;
      if (kind == FileKind::archive || kind == FileKind::workbook) end = at;
    }
    std::string stem = without_endings(file.substr(0, end));
    const bool is_named = std::any_of(stem.begin(), stem.end(),
                                      [](char c) { return is_letter(c) || static_cast<unsigned char>(c) >= 0x80; });
    if (is_named || last.empty()) last = std::move(stem);
    more = end != std::string_view::npos;
    if (more) file.remove_prefix(end + 1);
  }
  return last;
}

namespace {

/// "Sales_#.csv" -> "Sales": the ending, what varies, and the signs beside it are no part of a table's name.
std::string stem_of(const std::string& glob) {
  const std::string stem = own_name(glob);
  std::string out;
  for (std::size_t i = 0; i < stem.size(); ++i) {
    if (stem[i] != '#') {
      out += stem[i];
      continue;
    }
    while (!out.empty() && std::string_view("-_. ").find(out.back()) != std::string_view::npos) out.pop_back();
  }
  return out;
}

/// Of a group that is a sheet: where the workbook's name ends. The sheet's is behind the '!'.
std::optional<std::size_t> book_end(const std::string& file) {
  for (std::size_t at = file.find('!'); at != std::string::npos; at = file.find('!', at + 1)) {
    const FileKind kind = kind_by_name(std::string_view(file).substr(0, at)).kind;
    if (kind == FileKind::workbook || kind == FileKind::exported) return at;  // some are called .csv
  }
  return std::nullopt;
}

/// What a table is called by. The only sheet of a workbook is called like that.
std::string full_name(const std::string& file, const std::vector<FileGroup>& groups) {
  const auto end = book_end(file);
  if (!end) return stem_of(file);
  const std::string book = file.substr(0, *end);
  const auto sheets = std::count_if(groups.begin(), groups.end(),
                                    [&](const FileGroup& group) { return group.file.starts_with(book + "!"); });
  std::string name = stem_of(book);
  const bool is_named = std::any_of(name.begin(), name.end(),
                                    [](char c) { return is_letter(c) || static_cast<unsigned char>(c) >= 0x80; });
  std::string sheet = file.substr(*end + 1);
  std::erase(sheet, '#');
  std::replace(sheet.begin(), sheet.end(), '.', '_');  // what stands in front of it is no schema
  if (!is_named) return sheet;
  if (sheets > 1) name += "_" + sheet;
  return name;
}

/// The files of each shape; apart where they are known to be of different tables.
std::vector<std::vector<std::size_t>> parted_by_owner(const std::map<std::string, std::vector<std::size_t>>& by_shape,
                                                      const std::vector<std::optional<std::size_t>>& owners) {
  std::vector<std::vector<std::size_t>> out;
  for (const auto& [shape, members] : by_shape) {
    std::map<std::optional<std::size_t>, std::vector<std::size_t>> parts;
    for (const std::size_t member : members) {
      parts[owners.empty() ? std::nullopt : owners[member]].push_back(member);
    }
    // Files of no table join those of the only one.
    if (parts.size() <= 2 && (parts.size() < 2 || parts.begin()->first == std::nullopt)) {
      out.push_back(members);
      continue;
    }
    for (auto& [owner, part] : parts) out.push_back(std::move(part));
  }
  return out;
}

/// Of a table; a file's may be longer.
constexpr std::size_t kLongestName = 120;

/// Names for the groups: without the schema in front ("Sales.Customer" -> "Customer") where that leaves them unique.
void name_groups(std::vector<FileGroup>& groups) {
  std::vector<std::string> full;
  std::vector<std::string> brief;
  std::map<std::string, int> uses;
  for (const FileGroup& group : groups) {
    full.push_back(full_name(group.file, groups));
    const std::size_t dot = full.back().find('.');
    brief.push_back(identifier_for(dot == std::string::npos ? full.back() : full.back().substr(dot + 1)));
    ++uses[to_lower(brief.back())];
  }
  std::set<std::string> used;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    std::string name = uses[to_lower(brief[i])] == 1 ? brief[i] : identifier_for(full[i]);
    if (name.empty()) name = "table_1";
    cut_name(name, kLongestName);
    if (table_name_problem(name)) name.insert(0, "t_");  // pg_class.csv
    groups[i].name = unique_name(name, used);
  }
}

/// Of a file that is alone: the glob for all dates, unless that takes in another one.
void open_date(FileGroup& group, const std::vector<std::string>& names) {
  const std::string pattern = with_open_dates(group.file);
  const auto described =
      std::count_if(names.begin(), names.end(), [&](const std::string& name) { return glob_match(pattern, name); });
  if (described == 1) group.file = pattern;
}

}  // namespace

std::string glob_over(const std::vector<std::string>& names) {
  std::vector<std::vector<std::string>> cut;
  for (const std::string& name : names) cut.push_back(cut_at_numbers(name));
  return glob_of(cut);
}

bool is_plain_identifier(std::string_view name) {
  return !name.empty() && !is_digit(name.front()) &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
}

std::string identifier_for(std::string_view text) {
  text = trim(text);
  if (is_plain_identifier(text)) return std::string(text);
  const std::string name = composed(text);
  std::string out;
  bool gap = false;  // something that can't stay was left out since the last letter
  for (std::size_t at = 0; at < name.size();) {
    utf8proc_int32_t c = -1;
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(name.data()) + at,
                                       static_cast<utf8proc_ssize_t>(name.size() - at), &c);
    at += static_cast<std::size_t>(std::max<utf8proc_ssize_t>(size, 1));
    const NameCharacter character = size > 0 ? name_character(c) : NameCharacter{};
    if (character.is_silent) continue;
    if (character.is_mark) {
      if (!gap && !out.empty()) out += character.text;
    } else if (character.text.empty()) {
      gap = true;
    } else {
      if (gap && !out.empty()) out += '_';
      gap = false;
      out += character.text;
    }
  }
  const bool foreign =
      std::any_of(out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  if (foreign) cut_name(out, kLongestForeign);
  return !out.empty() && is_digit(out.front()) ? fmt::format("_{}", out) : out;
}

std::vector<std::string> column_names(const std::vector<std::string>& header) {
  std::set<std::string> used;
  std::vector<std::string> names(header.size());
  // Names that are fine as they are have them; the others make room.
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (is_plain_identifier(header[i]) && used.insert(to_lower(header[i])).second) names[i] = header[i];
  }
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (!names[i].empty()) continue;
    const std::string name = identifier_for(header[i]);
    names[i] = unique_name(name.empty() ? fmt::format("column_{}", i + 1) : name, used);
  }
  return names;
}

std::vector<FileGroup> group_files(const std::vector<std::string>& names,
                                   const std::vector<std::vector<std::string>>& headers,
                                   const std::vector<std::optional<std::size_t>>& owners,
                                   const std::vector<std::string>& patterns) {
  std::map<std::string, std::vector<std::size_t>> by_shape;
  for (std::size_t i = 0; i < names.size(); ++i) by_shape[shape_of(cut_at_numbers(names[i]))].push_back(i);
  std::vector<FileGroup> groups;
  for (const std::vector<std::size_t>& shape : parted_by_owner(by_shape, owners)) {
    std::map<std::vector<std::string>, std::vector<std::size_t>> by_header;
    for (const std::size_t member : shape) by_header[headers[member]].push_back(member);
    // Those that have the same header are one table; more than one such table would have the same glob.
    const auto largest = std::max_element(by_header.begin(), by_header.end(), [](const auto& a, const auto& b) {
      return a.second.size() < b.second.size();
    });
    for (const auto& [header, members] : by_header) {
      if (members.size() > 1 && &members == &largest->second) {
        std::vector<std::string> own;
        for (const std::size_t member : members) own.push_back(names[member]);
        groups.push_back({glob_over(own), "", members});
      } else {
        for (const std::size_t member : members) groups.push_back({names[member], "", {member}});
      }
    }
  }
  std::sort(groups.begin(), groups.end(),
            [](const FileGroup& a, const FileGroup& b) { return a.members.front() < b.members.front(); });
  for (FileGroup& group : groups) {
    const std::size_t first = group.members.front();
    if (!patterns.empty() && !patterns[first].empty()) {
      group.file = patterns[first];
    } else if (group.members.size() == 1) {
      open_date(group, names);
    }
  }
  name_groups(groups);
  return groups;
}

bool have_much_in_common(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  const std::vector<std::string> left = header_keys(a);
  const std::vector<std::string> right = header_keys(b);
  std::vector<std::string> both;
  std::set_intersection(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(both));
  const std::size_t fewer = std::min(left.size(), right.size());
  return both.size() * 2 >= fewer && both.size() >= std::min<std::size_t>(fewer, 2);
}

namespace {

/// "sales.csv" of "sales_#.csv"; empty if the number isn't parted from the name.
std::string without_number(const std::string& pattern) {
  const std::size_t at = pattern.find('#');
  constexpr std::string_view kSigns = "-_. ";
  if (at == 0 || at == std::string::npos || kSigns.find(pattern[at - 1]) == std::string_view::npos) return "";
  return pattern.substr(0, at - 1) + pattern.substr(at + 1);
}

/// A file that is called like the others but has no date may be the newest of them, or something else.
std::optional<std::string> undated_kin(const std::string& name, const FileGroup& of) {
  if (without_number(of.file) != name) return std::nullopt;
  return fmt::format(
      "{} has the columns of {} and no date in its name: it is a table of its own. If it is one of them, "
      "give it a date; if it is a copy, leave it out: ignore = [\"{}\"] in [source] of rox.toml",
      name, of.file, name);
}

}  // namespace

std::vector<std::string> likely_parts(const std::vector<std::string>& names,
                                      const std::vector<std::vector<std::string>>& headers,
                                      const std::vector<FileGroup>& groups) {
  std::vector<std::string> said;
  for (const FileGroup& one : groups) {
    const std::string& name = names[one.members.front()];
    const std::string pattern = with_open_numbers(name);
    if (one.members.size() == 1 && pattern == name) {
      for (const FileGroup& other : groups) {
        const bool same_columns =
            header_keys(headers[other.members.front()]) == header_keys(headers[one.members.front()]);
        if (auto kin = undated_kin(name, other); kin && same_columns) said.push_back(std::move(*kin));
      }
    }
    if (one.members.size() > 1 || pattern == name) continue;
    // Of two files that are alone, the later one is called like the first.
    const auto of = std::find_if(groups.begin(), groups.end(), [&](const FileGroup& other) {
      const bool alike = other.members.size() > 1
                             ? glob_match(other.file, name)
                             : &other < &one && with_open_numbers(names[other.members.front()]) == pattern;
      return &other != &one && alike &&
             have_much_in_common(headers[other.members.front()], headers[one.members.front()]);
    });
    if (of == groups.end()) continue;
    const bool same_columns = header_keys(headers[of->members.front()]) == header_keys(headers[one.members.front()]);
    said.push_back(
        same_columns
            ? fmt::format("{} is called like a part of {} and has its columns, but is written in another way: it is a "
                          "table of its own. The parts of a table are written alike: export it as the others are",
                          name, of->name)
            : fmt::format(
                  "{} is called like a part of {}, but its columns are others: it is a table of its own. If it "
                  "is one, say file = \"{}\" of the table that has all columns in model.toml, and take the other "
                  "out",
                  name, of->name, of->members.size() > 1 ? of->file : pattern));
  }
  return said;
}

namespace {

/// What all names have in common, with a '*' for the rest; empty if they don't begin alike.
std::string glob_of_all(const std::vector<std::string>& names) {
  std::string prefix = names.front();
  std::string suffix = names.front();
  for (const std::string& name : names) {
    const auto differs = std::mismatch(prefix.begin(), prefix.end(), name.begin(), name.end()).first;
    prefix.erase(differs, prefix.end());
    const auto back = std::mismatch(suffix.rbegin(), suffix.rend(), name.rbegin(), name.rend()).first;
    suffix.erase(suffix.begin(), back.base());
  }
  const auto shortest =
      std::min_element(names.begin(), names.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
  if (prefix.empty() || prefix.size() + suffix.size() > shortest->size()) return "";
  return prefix + "*" + suffix;
}

}  // namespace

std::vector<std::string> likely_kin(const std::vector<std::string>& names,
                                    const std::vector<std::vector<std::string>>& headers,
                                    const std::vector<FileGroup>& groups) {
  constexpr std::size_t kFewest = 4;  // of columns: many lists have an id and a name
  std::map<std::pair<std::vector<std::string>, std::string>, std::vector<std::size_t>> by_columns;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const std::string& name = names[groups[g].members.front()];
    const std::vector<std::string> keys = header_keys(headers[groups[g].members.front()]);
    if (keys.size() < kFewest || keys.front().empty()) continue;
    // The first word: what stands before a sign or a number.
    const std::string lower = to_lower(own_name(name));
    const std::size_t word = std::min(lower.find_first_of("_-. 0123456789"), lower.size());
    by_columns[{keys, lower.substr(0, word)}].push_back(g);
  }
  std::vector<std::string> said;
  for (const auto& [columns, alike] : by_columns) {
    std::vector<std::string> files;
    std::set<std::string> patterns;
    for (const std::size_t g : alike) {
      files.push_back(groups[g].file);
      patterns.insert(with_open_numbers(names[groups[g].members.front()]));
    }
    if (patterns.size() < 2) continue;  // of others likely_parts() tells
    const std::string glob = glob_of_all(files);
    const auto described = std::count_if(groups.begin(), groups.end(),
                                         [&](const FileGroup& group) { return glob_match(glob, group.file); });
    const bool fits = !glob.empty() && described == static_cast<std::ptrdiff_t>(files.size());
    constexpr std::size_t kShown = 4;
    const std::size_t more = files.size() - std::min(files.size(), kShown);
    files.resize(files.size() - more);
    said.push_back(fmt::format("{}{} have the same columns, and are tables of their own. If they are parts of one, {}",
                               join(files, ", "), more > 0 ? fmt::format(" and {} more", more) : "",
                               fits ? fmt::format("say file = \"{}\" of one of them in model.toml, and take the others "
                                                  "out",
                                                  glob)
                                    : "call them alike but for a number or a date"));
  }
  return said;
}

}  // namespace rox
