#include "discovery/sniff_entities.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace rox {
namespace {

constexpr char kMasked = '\x1A';

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// What stands between '&' and ';'. Other words may be a name that ends a field: "R&D;".
bool is_entity(std::string_view word) {
  constexpr std::array<std::string_view, 10> kSigns{"amp",  "lt",   "gt",   "quot", "apos",
                                                    "nbsp", "ordm", "ordf", "euro", "deg"};
  constexpr std::array<std::string_view, 7> kAccents{"acute", "grave", "circ", "tilde", "uml", "cedil", "ring"};
  if (word.starts_with('#')) {
    word.remove_prefix(word.starts_with("#x") ? 2 : 1);
    return word.size() > 1 && word.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
  }
  if (std::find(kSigns.begin(), kSigns.end(), word) != kSigns.end()) return true;
  return !word.empty() && is_letter(word.front()) &&
         std::find(kAccents.begin(), kAccents.end(), word.substr(1)) != kAccents.end();
}

}  // namespace

std::size_t mask_entities(std::string& text) {
  constexpr std::size_t kLongest = 10;
  std::size_t first = std::string::npos;
  for (std::size_t at = text.find('&'); at != std::string::npos; at = text.find('&', at + 1)) {
    const std::string_view behind = std::string_view(text).substr(at + 1, kLongest);
    const std::size_t end = behind.find(';');
    if (end == std::string_view::npos || !is_entity(behind.substr(0, end))) continue;
    text[at + 1 + end] = kMasked;
    first = std::min(first, at);
  }
  if (first == std::string::npos) return 0;
  return 1 +
         static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(first), '\n'));
}

}  // namespace rox
