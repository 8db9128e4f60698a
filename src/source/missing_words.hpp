// Words that mean "missing" wherever they stand, whatever the exports are of: what databases and spreadsheets write for
// a value that isn't there.
//
// Discovery takes them for that as soon as one occurs. A run that meets one that isn't among `null` yet refuses it,
// also among texts, so that the model can take it in (run/widen_model.hpp): as a text it would be wrong.
#pragma once

#include <span>
#include <string_view>

namespace rox {

std::span<const std::string_view> missing_words();

bool is_missing_word(std::string_view text);

/// False for nearly all texts, at once.
inline bool may_be_missing_word(std::string_view text) {
  constexpr std::size_t kLongest = 16;
  if (text.size() < 2 || text.size() > kLongest) return false;
  switch (text.front()) {
    case 'N':
    case 'n':
    case '\\':
    case '(':
    case '<':
    case '#': return true;
    default: return false;
  }
}

}  // namespace rox
