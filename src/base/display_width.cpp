#include "base/display_width.hpp"

#include <locale.h>
#include <wchar.h>

#include <algorithm>
#include <utility>

namespace rox {
namespace {

/// One code point off the front of `text`; malformed bytes count as one each.
std::pair<wchar_t, std::size_t> next_code_point(std::string_view text) {
  auto byte = static_cast<unsigned char>(text[0]);
  std::size_t length = byte < 0x80 ? 1 : byte < 0xC0 ? 0 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : byte < 0xF8 ? 4 : 0;
  if (length == 0 || length > text.size()) return {L'\uFFFD', 1};
  if (length == 1) return {static_cast<wchar_t>(byte), 1};
  wchar_t value = static_cast<wchar_t>(byte & (0x7F >> length));
  for (std::size_t i = 1; i < length; ++i) {
    auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0) != 0x80) return {L'\uFFFD', 1};
    value = static_cast<wchar_t>((value << 6) | (next & 0x3F));
  }
  return {value, length};
}

/// wcwidth() in a UTF-8 locale, whatever the program's is.
int code_point_width(wchar_t c) {
  static const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  if (c < 0x80 || utf8 == nullptr) return 1;
  locale_t before = uselocale(utf8);
  int width = wcwidth(c);
  uselocale(before);
  return std::max(width, 0);
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    auto [c, length] = next_code_point(text);
    width += static_cast<std::size_t>(code_point_width(c));
    text.remove_prefix(length);
  }
  return width;
}

std::string_view fitting(std::string_view text, std::size_t width) {
  std::size_t used = 0, at = 0;
  while (at < text.size()) {
    auto [c, length] = next_code_point(text.substr(at));
    used += static_cast<std::size_t>(code_point_width(c));
    if (used > width) break;
    at += length;
  }
  return text.substr(0, at);
}

}  // namespace rox
