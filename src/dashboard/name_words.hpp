// Whether a name has one of some words, for guesses by names.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace rox {

using NameParts = std::vector<std::string>;  // words_of() a name

/// In any number: customer is customers.
bool has_word(const NameParts& words, std::initializer_list<std::string_view> known);
/// Exactly so: a lap is a place in a race, laps are counted.
bool has_exact_word(const NameParts& words, std::initializer_list<std::string_view> known);

}  // namespace rox
