// What may stand above the first record of an export.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace rox {

inline constexpr std::size_t kLongestHint = 16;

/// Whether a first line (without its end) only tells spreadsheets the delimiter: "sep=;".
inline bool is_delimiter_hint(std::string_view line) {
  const auto is = [&](std::size_t i, char c) { return line[i] == c || line[i] == c - 'a' + 'A'; };
  return line.size() >= 5 && line.size() < kLongestHint && is(0, 's') && is(1, 'e') && is(2, 'p') && line[3] == '=';
}

}  // namespace rox
