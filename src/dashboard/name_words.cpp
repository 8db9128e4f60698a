#include "dashboard/name_words.hpp"

#include <algorithm>

#include "discovery/words.hpp"

namespace rox {

bool has_word(const NameParts& words, std::initializer_list<std::string_view> known) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::any_of(known.begin(), known.end(), [&](std::string_view one) { return same_word(word, one); });
  });
}

bool has_exact_word(const NameParts& words, std::initializer_list<std::string_view> known) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(known.begin(), known.end(), word) != known.end();
  });
}

}  // namespace rox
