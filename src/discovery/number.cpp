#include "discovery/number.hpp"

#include <algorithm>
#include <limits>

namespace rox {

namespace {

constexpr unsigned kFewestDigitsLost = 9;  // shorter numbers are seldom written with an exponent by spreadsheets

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Digits and value of `body`, which is known to be a number with that decimal sign.
NumberText::Digits measure(const NumberParts& parts, char decimal) {
  const std::string_view body = parts.body;
  const bool negative = parts.negative;
  NumberText::Digits found;
  const std::size_t sign = std::min(body.find(decimal), body.size());
  std::uint64_t value = 0;
  bool big = false;
  for (const char c : body.substr(0, sign)) {
    if (!is_digit(c)) continue;
    ++found.whole_digits;
    const auto digit = static_cast<unsigned>(c - '0');
    big = big || value > (std::numeric_limits<std::uint64_t>::max() - digit) / 10;
    if (!big) value = value * 10 + digit;
  }
  found.scale = static_cast<std::uint32_t>(sign == body.size() ? 0 : body.size() - sign - 1);
  if (parts.has_exponent) {
    const long whole = static_cast<long>(found.whole_digits) + parts.exponent;
    const long scale = static_cast<long>(found.scale) - parts.exponent;
    found.whole_digits = static_cast<std::uint32_t>(std::max(whole, 1L));
    found.scale = static_cast<std::uint32_t>(std::max(scale, 0L));
    return found;
  }
  const std::uint64_t limit = std::uint64_t{1} << 63U;
  const bool fits = !big && (negative ? value <= limit : value < limit);
  const bool zeros = body.find_first_not_of('0', std::min(sign + 1, body.size())) == std::string_view::npos;
  found.integer = sign == body.size() && fits;
  found.whole = found.integer || (fits && zeros && !(negative && value == 0));
  if (found.whole) found.value = static_cast<std::int64_t>(negative ? ~value + 1 : value);
  return found;
}

std::uint8_t separators_of(std::string_view body) {
  unsigned found = 0;
  for (std::size_t i = 0; i < kSeparators.size(); ++i) {
    if (body.find(kSeparators[i]) != std::string_view::npos) found |= 1U << i;
  }
  return static_cast<std::uint8_t>(found);
}

/// The usual case: [-] and up to 18 digits.
bool read_plain(std::string_view text, NumberText& number) {
  const bool negative = text.starts_with('-');
  const std::string_view digits = text.substr(negative ? 1 : 0);
  if (digits.empty() || digits.size() > 18 || (digits.front() == '0' && digits.size() > 1)) return false;
  std::int64_t value = 0;
  for (const char c : digits) {
    if (!is_digit(c)) return false;
    value = value * 10 + (c - '0');
  }
  number.styles = kAllStyles;
  number.negative_zero = negative && value == 0;
  number.digits.fill({static_cast<std::uint32_t>(digits.size()), 0, true, negative ? -value : value, true});
  return true;
}

}  // namespace

NumberText read_number(std::string_view text) {
  NumberText number;
  if (read_plain(text, number)) return number;
  NumberParts parts;
  std::string scratch;
  if (take_apart(text, kCurrencies, scratch, parts) != NumberFault::none || parts.plus) return number;
  if (!parts.currency.empty()) {
    const auto* const currency = std::find(kCurrencies.begin(), kCurrencies.end(), parts.currency);
    number.currency = static_cast<std::uint8_t>(currency - kCurrencies.begin() + 1);
  }
  number.accounting = parts.accounting;
  number.percent = parts.percent;
  number.dash = parts.dash;
  number.separators = separators_of(parts.body);
  unsigned styles = 0;
  for (std::size_t i = 0; i < kNumberStyles.size(); ++i) {
    if (check_digits(parts, kNumberStyles[i]) == NumberFault::none) styles |= 1U << i;
  }
  number.styles = static_cast<std::uint16_t>(styles);
  number.negative_zero = is_negative_zero(parts);
  number.bare_sign = has_bare_sign(parts);
  for (std::size_t d = 0; d < number.digits.size(); ++d) {
    if ((number.styles & kStylesOfDecimal[d]) == 0) continue;
    number.digits[d] = measure(parts, kNumberStyles[d].decimal);
    number.digits_lost = number.digits_lost || (parts.has_exponent && number.digits[d].scale == 0 &&
                                                number.digits[d].whole_digits > kFewestDigitsLost &&
                                                number.digits[d].whole_digits + 1 > parts.body.size());
  }
  return number;
}

}  // namespace rox
