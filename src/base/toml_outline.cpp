#include "base/toml_outline.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace rox {

namespace {

/// Behind the string that begins at `at`: "…", '…' or one of either in three quotes.
std::size_t skip_string(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const std::string three(3, quote);
  const bool escapes = quote == '"';
  const bool long_one = text.substr(at, 3) == three;
  std::size_t i = at + (long_one ? 3 : 1);
  while (i < text.size()) {
    if (escapes && text[i] == '\\') {
      i += 2;
    } else if (long_one && text.substr(i, 3) == three) {
      i += 3;
      while (i < text.size() && text[i] == quote) ++i;  // up to two quotes more belong to the text
      return i;
    } else if (!long_one && text[i] == quote) {
      return i + 1;
    } else {
      ++i;
    }
  }
  return text.size();
}

std::size_t line_end(std::string_view text, std::size_t at) { return std::min(text.find('\n', at), text.size()); }

std::size_t behind_line(std::string_view text, std::size_t at) { return std::min(line_end(text, at) + 1, text.size()); }

bool is_quote(char c) { return c == '"' || c == '\''; }

/// Behind the value that begins at `at`.
std::size_t skip_value(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  std::size_t i = at;
  while (i < text.size()) {
    const char c = text[i];
    if (is_quote(c)) {
      i = skip_string(text, i);
      if (depth == 0) return i;
      continue;
    }
    if (c == '#') {
      if (depth == 0) break;
      i = line_end(text, i);
      continue;
    }
    if (depth == 0 && (c == '\n' || c == '\r' || c == ',' || c == ']' || c == '}')) break;
    if (c == '[' || c == '{') ++depth;
    if ((c == ']' || c == '}') && --depth == 0) return i + 1;
    ++i;
  }
  while (i > at && (text[i - 1] == ' ' || text[i - 1] == '\t')) --i;
  return i;
}

/// The first byte from `at` that is no blank.
std::size_t skip_blanks(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(" \t", at), text.size());
}

/// Where the comment lines directly above the line at `line` begin.
std::size_t comments_above(std::string_view text, std::size_t line) {
  while (line > 0) {
    const std::size_t feed = line >= 2 ? text.rfind('\n', line - 2) : std::string_view::npos;
    const std::size_t before = feed == std::string_view::npos ? 0 : feed + 1;
    if (text[skip_blanks(text, before)] != '#') break;
    line = before;
  }
  return line;
}

}  // namespace

const TomlEntry* TomlSection::find(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const TomlEntry& e) { return e.key == key; });
  return found == entries.end() ? nullptr : &*found;
}

std::vector<TomlSection> toml_outline(std::string_view text) {
  std::vector<TomlSection> sections;
  std::size_t line = 0;
  while (line < text.size()) {
    const std::size_t at = skip_blanks(text, line);
    const char first = at < text.size() ? text[at] : '\n';
    if (first == '[') {
      const std::size_t begin = std::max(comments_above(text, line), sections.empty() ? 0 : sections.back().body);
      if (!sections.empty()) sections.back().end = begin;
      const std::string_view header = text.substr(at, std::min(text.find('#', at), line_end(text, at)) - at);
      sections.push_back({std::string(trim(header)), begin, behind_line(text, at), text.size(), {}});
      line = behind_line(text, at);
      continue;
    }
    std::size_t equals = at;
    while (equals < text.size() && text[equals] != '=' && text[equals] != '\n' && text[equals] != '#') {
      equals = is_quote(text[equals]) ? skip_string(text, equals) : equals + 1;
    }
    if (equals == text.size() || text[equals] != '=') {
      line = behind_line(text, at);
      continue;
    }
    const std::size_t value = skip_blanks(text, equals + 1);
    const std::size_t end = skip_value(text, value);
    const TextSpan lines{line, behind_line(text, end)};
    if (!sections.empty()) {
      sections.back().entries.push_back({std::string(trim(text.substr(at, equals - at))), {value, end}, lines});
    }
    line = lines.end;
  }
  return sections;
}

std::vector<TextSpan> toml_elements(std::string_view array) {
  std::vector<TextSpan> elements;
  std::size_t i = 1;
  while (i < array.size() && array[i] != ']') {
    if (array[i] == '#') {
      i = line_end(array, i);
    } else if (std::string_view(" \t\r\n,").find(array[i]) != std::string_view::npos) {
      ++i;
    } else {
      const std::size_t end = skip_value(array, i);
      elements.push_back({i, end});
      i = std::max(end, i + 1);
    }
  }
  return elements;
}

std::vector<TomlEntry> toml_inline_entries(std::string_view table) {
  std::vector<TomlEntry> entries;
  std::size_t i = 1;
  while (i < table.size() && table[i] != '}') {
    if (std::string_view(" \t\r\n,").find(table[i]) != std::string_view::npos) {
      ++i;
      continue;
    }
    std::size_t equals = i;
    while (equals < table.size() && table[equals] != '=') {
      equals = is_quote(table[equals]) ? skip_string(table, equals) : equals + 1;
    }
    if (equals == table.size()) break;
    const std::size_t value = skip_blanks(table, equals + 1);
    const std::size_t end = std::max(skip_value(table, value), equals + 1);
    entries.push_back({std::string(trim(table.substr(i, equals - i))), {value, end}, {i, end}});
    i = end;
  }
  return entries;
}

std::string edit_inline_table(std::string_view written, std::string_view before, std::string_view after) {
  const std::vector<TomlEntry> old_entries = toml_inline_entries(before);
  const std::vector<TomlEntry> new_entries = toml_inline_entries(after);
  const auto value_of = [](const std::vector<TomlEntry>& entries, std::string_view text, const std::string& key) {
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const TomlEntry& e) { return e.key == key; });
    return found == entries.end() ? std::string_view() : found->value.in(text);
  };
  std::string out(written);
  const std::vector<TomlEntry> entries = toml_inline_entries(written);
  for (std::size_t i = entries.size(); i-- > 0;) {  // from the back: what is in front keeps its place
    const TomlEntry& entry = entries[i];
    const std::string_view was = value_of(old_entries, before, entry.key);
    const std::string_view is = value_of(new_entries, after, entry.key);
    if (was == is) continue;
    const bool last = i + 1 == entries.size();
    TextSpan span = entry.value;
    if (is.empty()) span = last ? entry.lines : TextSpan{entry.lines.begin, entries[i + 1].lines.begin};
    if (is.empty() && last && i > 0) span.begin = entries[i - 1].value.end;
    out.replace(span.begin, span.end - span.begin, is);
  }
  for (const TomlEntry& entry : new_entries) {
    const std::vector<TomlEntry> now = toml_inline_entries(out);
    if (now.empty() || !value_of(now, out, entry.key).empty()) continue;
    out.insert(now.back().value.end, ", " + entry.key + " = " + std::string(entry.value.in(after)));
  }
  return out;
}

std::vector<std::string> toml_comments(std::string_view text) {
  std::vector<std::string> comments;
  std::size_t i = 0;
  while (i < text.size()) {
    if (is_quote(text[i])) {
      i = skip_string(text, i);
    } else if (text[i] == '#') {
      const std::size_t end = line_end(text, i);
      comments.emplace_back(trim(text.substr(i, end - i)));
      i = end;
    } else {
      ++i;
    }
  }
  return comments;
}

}  // namespace rox
