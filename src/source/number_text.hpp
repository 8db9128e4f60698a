// What makes a text a number, under one way of writing.
//
// Discovery asks for every way at once, a run for the way of its column, both by these functions: what the one takes
// for a code is never a number to the other. (Zeros in front, a plus, "-0", separators in other places: as a number
// such a text would be another text.)
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "model/model.hpp"

namespace rox {

/// A way to write numbers: the decimal sign, and the thousands separator ('\0': none).
struct NumberStyle {
  char decimal;
  char group;
  bool lakh = false;  // groups of two before the last three digits
};

enum class NumberFault {
  none,
  no_number,
  zeros_in_front,  // "007", "01.234"
  plus_sign,       // "+5511999"
  negative_zero,   // "-0" as a whole number
  misplaced_group,
  bare_exponent,  // "12E3"
  percent_sign,   // one that the column's other numbers don't have, or none where they do
};

/// Why it is a code, for people: "has zeros in front". Empty for `none` and `no_number`.
std::string_view fault_text(NumberFault fault);

/// A number's text without what stands around its digits.
struct NumberParts {
  std::string_view body;      // digits, separators and decimal sign
  std::string_view currency;  // the one of those asked for that it has
  bool negative = false;
  bool plus = false;
  bool accounting = false;  // "(1,00)", "1,00-", "R$ -": what only amounts are written like
  bool percent = false;
  bool dash = false;  // an accountant's zero; `body` is "0"
  bool has_exponent = false;
  long exponent = 0;
};

/// Takes `text` apart. All kinds of blanks, apostrophes and minus signs are taken for the ASCII ones; `scratch` keeps
/// the text where that has changed it.
NumberFault take_apart(std::string_view text, std::span<const std::string_view> currencies, std::string& scratch,
                       NumberParts& parts);

/// Whether the digits are those of a number in that style.
NumberFault check_digits(const NumberParts& parts, const NumberStyle& style);

/// Whether nothing stands behind its decimal sign: "5." is how some programs write 5 among decimals, and how people
/// write a fifth.
bool has_bare_sign(const NumberParts& parts);

/// Whether the number would lose its sign as a whole one.
bool is_negative_zero(const NumberParts& parts);

/// The number as the parsers of source/values.hpp take it: sign, digits, decimal sign, exponent. `whole`: for a column
/// of whole numbers.
NumberFault plain_number(std::string_view text, const Format& format, char decimal, bool whole, std::string& out);

}  // namespace rox
