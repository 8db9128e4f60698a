// What the text of a number says about how numbers are written in its column.
//
// "1.234" alone may be a thousand and more or a bit over one. So a number's text is read under every
// way of writing at once; each value of a column strikes out the ways that it can't be written in.
// What is left at the end is what the whole column proves, in whatever order its values came.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "source/number_text.hpp"

namespace rox {

/// Even ones have '.' as the decimal sign, odd ones ','.
inline constexpr std::array<NumberStyle, 9> kNumberStyles{{{'.', '\0'},
                                                           {',', '\0'},
                                                           {'.', ','},
                                                           {',', '.'},
                                                           {'.', '\''},
                                                           {',', '\''},
                                                           {'.', ' '},
                                                           {',', ' '},
                                                           {'.', ',', true}}};
inline constexpr std::uint16_t kAllStyles = 0x1FF;
inline constexpr std::array<std::uint16_t, 2> kStylesOfDecimal{0x155, 0xAA};  // '.', ','

/// The signs that can stand between digits; NumberText::separators has a bit for each.
inline constexpr std::string_view kSeparators = ".,' ";

/// Currency signs and codes that rox knows. NumberText::currency is an index into it, plus one.
inline constexpr std::array<std::string_view, 28> kCurrencies{
    "R$",  "US$", "A$",  "C$",  "$",   "€",   "£",   "¥",   "₹",   "₽", "zł",  "kr",  "CHF", "USD",
    "EUR", "GBP", "BRL", "JPY", "CNY", "INR", "CAD", "AUD", "MXN", "ARS", "SEK", "NOK", "DKK", "PLN"};

struct NumberText {
  /// Bits of kNumberStyles: the ways of writing under which this is a number. 0: it is none.
  std::uint16_t styles = 0;
  std::uint8_t separators = 0;  // bits of kSeparators: those that occur
  std::uint8_t currency = 0;
  bool accounting = false;  // "(1,00)", "1,00-", "R$ -"
  bool percent = false;
  bool dash = false;           // an accountant's zero
  bool bare_sign = false;      // "5."
  bool digits_lost = false;    // an exponent stands for digits that aren't there: "7,89E+12"
  bool negative_zero = false;  // "-0": as a whole number it would lose its sign
  struct Digits {
    std::uint32_t whole_digits = 0;
    std::uint32_t scale = 0;
    bool integer = false;  // written as a whole number that fits 64 bits
    std::int64_t value = 0;
    bool whole = false;  // the same, or with zeros for decimals: "101.0"
  };
  /// With '.' as the decimal sign, and with ','. Only meaningful where `styles` has one of that sign.
  std::array<Digits, 2> digits{};
};

/// Reads `text`, by the rule of source/number_text.hpp: a code is no number.
NumberText read_number(std::string_view text);

}  // namespace rox
