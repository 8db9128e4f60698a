#include "model/name_pattern.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace rox {
namespace {

/// A pattern taken apart: globs, and what is in braces between them. There is one glob more than columns.
struct Parts {
  std::vector<std::string_view> globs;
  std::vector<std::string_view> columns;
};

std::optional<Parts> take_apart(std::string_view pattern) {
  Parts parts;
  for (;;) {
    const std::size_t open = pattern.find('{');
    const std::string_view glob = pattern.substr(0, open);
    if (glob.find('}') != std::string_view::npos) return std::nullopt;
    parts.globs.push_back(glob);
    if (open == std::string_view::npos) return parts;
    const std::size_t close = pattern.find('}', open);
    if (close == std::string_view::npos) return std::nullopt;
    parts.columns.push_back(pattern.substr(open + 1, close - open - 1));
    pattern.remove_prefix(close + 1);
  }
}

class Match {
 public:
  Match(const Parts& parts, std::string_view name)
      : parts_(parts), name_(name), dead_ends_(parts.globs.size() * (name.size() + 1)) {}

  /// The values, if the name matches.
  std::optional<std::vector<std::string>> run() {
    if (!fits(0, 0)) return std::nullopt;
    return std::vector<std::string>(values_.rbegin(), values_.rend());
  }

 private:
  /// Whether what begins at `at` fits the glob `part` and all that follows; then `values_` gets the values, the last
  /// one first. No place is tried twice in vain, so patterns of many stars take no longer than others.
  bool fits(std::size_t part, std::size_t at) {
    if (part == parts_.columns.size()) return glob_match(parts_.globs[part], name_.substr(at));
    char& dead_end = dead_ends_[part * (name_.size() + 1) + at];
    if (dead_end != 0) return false;
    for (std::size_t begin = at; begin < name_.size(); ++begin) {
      if (!glob_match(parts_.globs[part], name_.substr(at, begin - at))) continue;
      for (std::size_t end = begin + 1; end <= name_.size(); ++end) {
        if (!fits(part + 1, end)) continue;
        values_.emplace_back(name_.substr(begin, end - begin));
        return true;
      }
    }
    dead_end = 1;
    return false;
  }

  const Parts& parts_;
  const std::string_view name_;
  std::vector<char> dead_ends_;
  std::vector<std::string> values_;
};

}  // namespace

std::string with_open_numbers(std::string_view name) {
  std::string open;
  while (!name.empty()) {
    const std::size_t size = number_size(name);
    open += size > 0 ? '#' : name.front();
    name.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return open;
}

bool is_pattern(std::string_view name) { return name.find_first_of("*?#[") != std::string_view::npos; }

std::string pattern_fault(std::string_view pattern) {
  const std::optional<Parts> parts = take_apart(pattern);
  if (!parts) return "a brace without the other";
  if (parts->columns.empty()) return "no column in braces";
  for (std::size_t i = 0; i < parts->columns.size(); ++i) {
    const std::string_view column = parts->columns[i];
    if (trim(column).empty() || column.find('{') != std::string_view::npos) return "braces without a name in them";
    if (std::count(parts->columns.begin(), parts->columns.end(), column) > 1) {
      return fmt::format("the column '{}' twice", column);
    }
    if (i > 0 && parts->globs[i].empty()) return "nothing between two columns";
  }
  return "";
}

std::vector<std::string> pattern_columns(std::string_view pattern) {
  const std::optional<Parts> parts = take_apart(pattern);
  if (!parts) return {};
  return {parts->columns.begin(), parts->columns.end()};
}

std::optional<std::vector<std::string>> pattern_values(std::string_view pattern, std::string_view name) {
  const std::optional<Parts> parts = take_apart(pattern);
  if (!parts) return std::nullopt;
  if (pattern.find_first_of("/!") == std::string_view::npos) {
    const std::size_t last = name.find_last_of("/!");
    if (last != std::string_view::npos) name.remove_prefix(last + 1);
  }
  return Match(*parts, name).run();
}

}  // namespace rox
