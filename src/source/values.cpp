#include "source/values.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "source/clock.hpp"
#include "source/value_text.hpp"

namespace rox {
namespace {

bool take_sign(std::string_view& text) {
  if (text.empty() || (text[0] != '-' && text[0] != '+')) return false;
  bool negative = text[0] == '-';
  text.remove_prefix(1);
  return negative;
}

// A number as its digits: value = digits x 10^exponent. At most kMaxDigits significant ones are kept.
struct Digits {
  static constexpr int kMaxDigits = 40;
  std::array<char, kMaxDigits> digit;  // '0'..'9', no leading zeros
  int count = 0;
  long exponent = 0;
  bool negative = false;
  bool overflow = false;  // more than kMaxDigits significant digits
};

void push_digit(Digits& number, char c) {
  if (number.count == 0 && c == '0') return;
  if (number.count == Digits::kMaxDigits) {
    number.overflow = true;
    return;
  }
  number.digit[static_cast<std::size_t>(number.count++)] = c;
}

// The general form, for whatever the fast paths don't take: long numbers, exponents.
bool read_digits(std::string_view text, char decimal, Digits& number) {
  number.negative = take_sign(text);
  std::size_t i = 0;
  bool any = false;
  for (; i < text.size() && is_digit(text[i]); ++i) {
    push_digit(number, text[i]);
    any = true;
  }
  if (i < text.size() && text[i] == decimal) {
    // Zeros at the end say nothing about the value; leaving them out keeps "1,500000…0" exact.
    std::size_t last = ++i;
    while (last < text.size() && is_digit(text[last])) ++last;
    std::size_t used = last;
    while (used > i && text[used - 1] == '0') --used;
    any = any || last > i;
    for (; i < used; ++i) {
      push_digit(number, text[i]);
      --number.exponent;
    }
    i = last;
  }
  if (!any) return false;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    std::string_view rest = text.substr(i + 1);
    bool negative = take_sign(rest);
    if (rest.empty() || rest.size() > 4) return false;
    long exponent = 0;
    for (char c : rest) {
      if (!is_digit(c)) return false;
      exponent = exponent * 10 + (c - '0');
    }
    number.exponent += negative ? -exponent : exponent;
    i = text.size();
  }
  return i == text.size();
}

Parse to_scaled(const Digits& number, unsigned precision, unsigned scale, Int128& out) {
  if (number.overflow) return Parse::out_of_range;
  if (number.count == 0) {
    out = 0;
    return Parse::ok;
  }
  long shift = number.exponent + static_cast<long>(scale);
  int count = number.count;
  while (shift < 0 && count > 0 && number.digit[static_cast<std::size_t>(count - 1)] == '0') {
    --count;
    ++shift;
  }
  if (shift < 0 || count + shift > static_cast<long>(precision)) return Parse::out_of_range;
  Int128 value = 0;
  for (int i = 0; i < count; ++i) value = value * 10 + (number.digit[static_cast<std::size_t>(i)] - '0');
  for (long i = 0; i < shift; ++i) value *= 10;
  out = number.negative ? -value : value;
  return Parse::ok;
}

Parse parse_decimal_slow(std::string_view text, char decimal, unsigned precision, unsigned scale, Int128& out) {
  Digits number;
  if (!read_digits(trimmed(text), decimal, number)) return Parse::unparsable;
  return to_scaled(number, precision, scale, out);
}

// Up to 18 digits in all, the usual case: one loop over the characters.
bool parse_decimal_fast(std::string_view text, char decimal, unsigned precision, unsigned scale, std::int64_t& out) {
  const char* p = text.data();
  const char* end = p + text.size();
  bool negative = p < end && *p == '-';
  p += negative;
  if (end - p > 19 || p == end) return false;
  std::uint64_t value = 0;
  const char* first = p;
  while (p < end && is_digit(*p)) value = value * 10 + static_cast<unsigned>(*p++ - '0');
  auto whole = static_cast<unsigned>(p - first);
  unsigned decimals = 0;
  if (p < end && *p == decimal) {
    ++p;
    const char* fraction = p;
    while (p < end && is_digit(*p)) value = value * 10 + static_cast<unsigned>(*p++ - '0');
    decimals = static_cast<unsigned>(p - fraction);
  }
  unsigned count = whole + decimals;
  if (p != end || count == 0 || count > 18 || decimals > scale || whole + scale > 18) return false;
  value *= kPowersOf10[scale - decimals];
  if (value >= kPowersOf10[precision < 19 ? precision : 19]) return false;
  out = negative ? -static_cast<std::int64_t>(value) : static_cast<std::int64_t>(value);
  return true;
}

constexpr std::array<std::int16_t, 256> kHex = [] {
  std::array<std::int16_t, 256> table{};
  table.fill(-1);
  for (int i = 0; i < 10; ++i) table[static_cast<std::size_t>('0' + i)] = static_cast<std::int16_t>(i);
  for (int i = 0; i < 6; ++i) {
    table[static_cast<std::size_t>('a' + i)] = static_cast<std::int16_t>(10 + i);
    table[static_cast<std::size_t>('A' + i)] = static_cast<std::int16_t>(10 + i);
  }
  return table;
}();

}  // namespace

Parse parse_integer(std::string_view text, std::int64_t& out) {
  const char* p = text.data();
  const char* end = p + text.size();
  bool negative = p < end && *p == '-';
  p += negative;
  if (p < end && end - p <= 18) {
    std::uint64_t value = 0;
    while (p < end && is_digit(*p)) value = value * 10 + static_cast<unsigned>(*p++ - '0');
    if (p == end) {
      out = negative ? -static_cast<std::int64_t>(value) : static_cast<std::int64_t>(value);
      return Parse::ok;
    }
  }
  text = trimmed(text);
  negative = take_sign(text);
  if (text.empty()) return Parse::unparsable;
  UInt128 value = 0;
  bool big = false;
  for (char c : text) {
    if (!is_digit(c)) return Parse::unparsable;
    value = value * 10 + static_cast<unsigned>(c - '0');
    if (value > std::numeric_limits<std::uint64_t>::max()) {
      big = true;
      value = 0;
    }
  }
  UInt128 limit = static_cast<UInt128>(std::numeric_limits<std::int64_t>::max()) + (negative ? 1 : 0);
  if (big || value > limit) return Parse::out_of_range;
  auto bits = static_cast<std::uint64_t>(value);
  out = static_cast<std::int64_t>(negative ? ~bits + 1 : bits);
  return Parse::ok;
}

Parse parse_decimal(std::string_view text, char decimal, unsigned precision, unsigned scale, std::int64_t& out) {
  if (parse_decimal_fast(text, decimal, precision, scale, out)) return Parse::ok;
  Int128 wide = 0;
  Parse result = parse_decimal_slow(text, decimal, precision < 18 ? precision : 18, scale, wide);
  if (result == Parse::ok) out = static_cast<std::int64_t>(wide);
  return result;
}

Parse parse_decimal(std::string_view text, char decimal, unsigned precision, unsigned scale, Int128& out) {
  std::int64_t narrow = 0;
  if (parse_decimal_fast(text, decimal, precision, scale, narrow)) {
    out = narrow;
    return Parse::ok;
  }
  return parse_decimal_slow(text, decimal, precision, scale, out);
}

std::string_view without_formula(std::string_view text) {
  if (text.size() < 3 || !text.starts_with("=\"") || text.back() != '"') return text;
  const std::string_view inner = text.substr(2, text.size() - 3);
  return inner.find('"') == std::string_view::npos ? inner : text;
}

Parse parse_uuid(std::string_view text, UInt128& out) {
  text = trimmed(text);
  if (text.size() == 38 && text.front() == '{' && text.back() == '}') text = text.substr(1, 36);
  if (text.size() != 36) return Parse::unparsable;
  if (text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-') return Parse::unparsable;
  std::array<std::uint64_t, 2> half{};
  int bad = 0;
  constexpr std::array<std::uint8_t, 32> kPlace = {0,  1,  2,  3,  4,  5,  6,  7,  9,  10, 11, 12, 14, 15, 16, 17,
                                                   19, 20, 21, 22, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35};
  for (std::size_t i = 0; i < 32; ++i) {
    int nibble = kHex[static_cast<unsigned char>(text[kPlace[i]])];
    bad |= nibble;
    half[i / 16] = half[i / 16] << 4 | static_cast<unsigned>(nibble & 15);
  }
  if (bad < 0) return Parse::unparsable;
  out = static_cast<UInt128>(half[0] ^ (std::uint64_t{1} << 63)) << 64 | half[1];
  return Parse::ok;
}

Parse parse_boolean(std::string_view text, bool& out) {
  if (text.size() == 1 && (text[0] == '0' || text[0] == '1')) {
    out = text[0] == '1';
    return Parse::ok;
  }
  text = trimmed(text);
  if (text.size() > 10) return Parse::unparsable;
  std::string word;
  for (char c : text) word.push_back(static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c));
  for (std::string_view yes : {"1", "true", "t", "yes", "y", "sim", "s", "verdadeiro"}) {
    if (word == yes) {
      out = true;
      return Parse::ok;
    }
  }
  for (std::string_view no : {"0", "false", "f", "no", "n", "não", "nÃo", "nao", "falso"}) {
    if (word == no) {
      out = false;
      return Parse::ok;
    }
  }
  return Parse::unparsable;
}

}  // namespace rox
