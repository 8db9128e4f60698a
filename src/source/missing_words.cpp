#include "source/missing_words.hpp"

#include <algorithm>
#include <array>

namespace rox {
namespace {

/// Those with a # are what spreadsheets show for a formula that has no result.
constexpr std::array<std::string_view, 37> kWords{
    "NULL", "null", "\\N", "(null)", "<null>",
    // in English,
    "#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
    // Portuguese and Italian,
    "#N/D", "#VALOR!", "#NOME?", "#NÚM!", "#NULO!", "#DESPEJAR!", "#VALORE!", "#RIF!",
    // Spanish,
    "#¡DIV/0!", "#¡VALOR!", "#¡REF!", "#¿NOMBRE?", "#¡NUM!", "#¡NULO!",
    // German
    "#NV", "#WERT!", "#BEZUG!", "#ZAHL!", "#ÜBERLAUF!",
    // and French
    "#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!"};

}  // namespace

std::span<const std::string_view> missing_words() { return kWords; }

bool is_missing_word(std::string_view text) {
  return may_be_missing_word(text) && std::find(kWords.begin(), kWords.end(), text) != kWords.end();
}

}  // namespace rox
