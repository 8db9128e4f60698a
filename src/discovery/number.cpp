#include "discovery/number.hpp"

#include <algorithm>
#include <limits>

namespace rox {

namespace {

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Removes a known currency and the blanks beside it; 0 if there is none.
std::uint8_t take_currency(std::string_view& text) {
  if (text.empty() || (is_digit(text.front()) && is_digit(text.back()))) return 0;
  for (std::size_t i = 0; i < kCurrencies.size(); ++i) {
    const std::string_view sign = kCurrencies[i];
    if (text.starts_with(sign)) {
      text.remove_prefix(sign.size());
    } else if (text.ends_with(sign)) {
      text.remove_suffix(sign.size());
    } else {
      continue;
    }
    while (text.starts_with(kNoBreakSpace)) text.remove_prefix(kNoBreakSpace.size());
    while (text.ends_with(kNoBreakSpace)) text.remove_suffix(kNoBreakSpace.size());
    text = trim_blanks(text);
    return static_cast<std::uint8_t>(i + 1);
  }
  return 0;
}

/// One minus sign at either end, with the blanks beside it.
bool take_minus(std::string_view& text) {
  if (text.starts_with('-')) {
    text.remove_prefix(1);
  } else if (text.ends_with('-')) {
    text.remove_suffix(1);
  } else {
    return false;
  }
  text = trim_blanks(text);
  return true;
}

/// Takes off what stands around the digits: brackets, a minus sign, a currency. False if that is no number's.
bool take_ornament(std::string_view& text, NumberText& number, bool& negative) {
  if (text.size() > 2 && text.front() == '(' && text.back() == ')') {
    negative = number.accounting = true;
    text = trim_blanks(text.substr(1, text.size() - 2));
  }
  const bool plain_minus = text.size() > 1 && text[0] == '-' && text[1] != ' ';
  if (take_minus(text)) {
    if (negative) return false;
    negative = true;
    number.accounting = !plain_minus;
  }
  number.currency = take_currency(text);
  if (number.currency != 0 && take_minus(text)) {
    if (negative) return false;
    negative = true;
  }
  return !text.empty();
}

struct Exponent {
  bool present = false;
  bool valid = true;
  long value = 0;
};

/// Splits "1.5E-3" at its exponent. A bare "12E3" is more likely a code: an exponent counts only after a
/// decimal sign or with a sign of its own.
Exponent take_exponent(std::string_view& body) {
  const std::size_t e = body.find_first_of("eE");
  if (e == std::string_view::npos) return {};
  std::string_view digits = body.substr(e + 1);
  const bool has_sign = !digits.empty() && (digits.front() == '-' || digits.front() == '+');
  const bool negative = has_sign && digits.front() == '-';
  if (has_sign) digits.remove_prefix(1);
  body = body.substr(0, e);
  Exponent exponent{true, true, 0};
  exponent.valid = !digits.empty() && digits.size() <= 3 && all_digits(digits) &&
                   (has_sign || body.find_first_of(".,") != std::string_view::npos);
  if (!exponent.valid) return exponent;
  for (const char c : digits) exponent.value = exponent.value * 10 + (c - '0');
  if (negative) exponent.value = -exponent.value;
  return exponent;
}

/// Whether `whole` is digits, in groups of three where it has `group`, without leading zeros.
bool is_whole_part(std::string_view whole, char group) {
  if (whole.size() > 1 && whole.front() == '0') return false;
  const std::size_t first = group == '\0' ? std::string_view::npos : whole.find(group);
  if (first == std::string_view::npos) return all_digits(whole);
  if (first == 0 || first > 3 || (whole.size() - first) % 4 != 0) return false;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    const bool separator = i >= first && (i - first) % 4 == 0;
    if (separator ? whole[i] != group : !is_digit(whole[i])) return false;
  }
  return true;
}

bool is_written_in(std::string_view body, const NumberStyle& style) {
  const std::size_t sign = std::min(body.find(style.decimal), body.size());
  if (!is_whole_part(body.substr(0, sign), style.group)) return false;
  if (sign == body.size()) return sign > 0;
  return sign + 1 < body.size() && all_digits(body.substr(sign + 1));
}

/// Digits and value of `body`, which is known to be a number with that decimal sign.
NumberText::Digits measure(std::string_view body, char decimal, const Exponent& exponent, bool negative) {
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
  if (exponent.present) {
    const long whole = static_cast<long>(found.whole_digits) + exponent.value;
    const long scale = static_cast<long>(found.scale) - exponent.value;
    found.whole_digits = static_cast<std::uint32_t>(std::max(whole, 1L));
    found.scale = static_cast<std::uint32_t>(std::max(scale, 0L));
    return found;
  }
  const std::uint64_t limit = std::uint64_t{1} << 63U;
  found.integer = sign == body.size() && !big && (negative ? value <= limit : value < limit);
  if (found.integer) found.value = static_cast<std::int64_t>(negative ? ~value + 1 : value);
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
  number.digits.fill({static_cast<std::uint32_t>(digits.size()), 0, true, negative ? -value : value});
  return true;
}

}  // namespace

NumberText read_number(std::string_view text) {
  NumberText number;
  if (read_plain(text, number)) return number;
  std::string_view body = trim_blanks(text);
  bool negative = false;
  if (!take_ornament(body, number, negative)) return number;
  if (!is_digit(body.front()) && body.front() != '.' && body.front() != ',') return number;
  const bool ornate = number.currency != 0 || number.accounting;
  const Exponent exponent = take_exponent(body);
  if (!exponent.valid || (exponent.present && ornate)) return number;
  number.separators = separators_of(body);
  unsigned styles = 0;
  for (std::size_t i = 0; i < kNumberStyles.size(); ++i) {
    // normalize_number knows no exponents, so a column with them has no thousands separators.
    const NumberStyle style{kNumberStyles[i].decimal, exponent.present ? '\0' : kNumberStyles[i].group};
    if (is_written_in(body, style)) styles |= 1U << i;
  }
  number.styles = static_cast<std::uint8_t>(styles);
  for (std::size_t d = 0; d < number.digits.size(); ++d) {
    if ((number.styles & kStylesOfDecimal[d]) == 0) continue;
    number.digits[d] = measure(body, kNumberStyles[d].decimal, exponent, negative);
    number.negative_zero =
        number.negative_zero || (negative && number.digits[d].integer && number.digits[d].value == 0);
  }
  return number;
}

}  // namespace rox
