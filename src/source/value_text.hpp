// What the parsers of values have in common.
#pragma once

#include <string_view>

namespace rox {

constexpr bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

/// Two digits at p, or -1.
inline int two_digits(const char* p) {
  if (!is_digit(p[0]) || !is_digit(p[1])) return -1;
  return (p[0] - '0') * 10 + (p[1] - '0');
}

/// Without the blanks that values may have around them.
inline std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace rox
