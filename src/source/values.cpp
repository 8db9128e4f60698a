#include "source/values.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

namespace rox {
namespace {

constexpr bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

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

// Two digits at p, or -1.
int two_digits(const char* p) {
  if (!is_digit(p[0]) || !is_digit(p[1])) return -1;
  return (p[0] - '0') * 10 + (p[1] - '0');
}

constexpr bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

constexpr int days_in_month(int year, int month) {
  constexpr std::array<int, 13> days = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[static_cast<std::size_t>(month)];
}

// Days since 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil).
constexpr std::int32_t days_from_civil(int y, int m, int d) {
  y -= m <= 2;
  int era = y / 400;
  int yoe = y - era * 400;
  int doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + doe - 719468;
}

// 0001-01-01 00:00:00 and 9999-12-31 23:59:59.999999.
constexpr std::int64_t kFirstMicro = days_from_civil(1, 1, 1) * std::int64_t{86'400'000'000};
constexpr std::int64_t kLastMicro = (days_from_civil(9999, 12, 31) + 1) * std::int64_t{86'400'000'000} - 1;

Parse to_days(int year, int month, int day, std::int32_t& out) {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return Parse::unparsable;
  out = days_from_civil(year, month, day);
  return Parse::ok;
}

bool is_date_separator(char c) { return c == '-' || c == '/' || c == '.'; }

// Reads the date at the front of `text` and removes it.
Parse take_date(std::string_view& text, DateOrder order, std::int32_t& out) {
  const char* p = text.data();
  if (order == DateOrder::ymd && text.size() >= 10 && is_date_separator(p[4]) && p[7] == p[4]) {
    int century = two_digits(p), year = two_digits(p + 2), month = two_digits(p + 5), day = two_digits(p + 8);
    if ((century | year | month | day) >= 0) {
      text.remove_prefix(10);
      return to_days(century * 100 + year, month, day, out);
    }
  }
  std::array<int, 3> part{};
  std::array<std::size_t, 3> width{};
  char separator = 0;
  std::size_t i = 0;
  for (std::size_t k = 0; k < 3; ++k) {
    std::size_t start = i;
    while (i < text.size() && is_digit(text[i]) && i - start < 4) part[k] = part[k] * 10 + (text[i++] - '0');
    width[k] = i - start;
    if (k == 2) break;
    if (i >= text.size() || !is_date_separator(text[i]) || (k == 1 && text[i] != separator)) return Parse::unparsable;
    separator = text[i++];
  }
  std::size_t year = order == DateOrder::ymd ? 0 : 2;
  std::size_t month = order == DateOrder::mdy ? 0 : 1;
  std::size_t day = order == DateOrder::ymd ? 2 : order == DateOrder::dmy ? 0 : 1;
  auto short_part = [&](std::size_t k) { return width[k] == 1 || width[k] == 2; };
  if (width[year] != 4 || !short_part(month) || !short_part(day)) return Parse::unparsable;
  text.remove_prefix(i);
  return to_days(part[year], part[month], part[day], out);
}

// ":MM" at the front of `text`, or false.
bool take_colon_two(std::string_view& text, int limit, int& out) {
  if (text.size() < 3 || text[0] != ':') return false;
  out = two_digits(text.data() + 1);
  if (out < 0 || out >= limit) return false;
  text.remove_prefix(3);
  return true;
}

// ".ffffff" at the front of `text`: micros; false if there are digits that micros can't hold.
bool take_fraction(std::string_view& text, std::int64_t& micros) {
  if (text.size() < 2 || (text[0] != '.' && text[0] != ',') || !is_digit(text[1])) return true;
  text.remove_prefix(1);
  std::int64_t unit = 100000;
  while (!text.empty() && is_digit(text[0])) {
    if (unit == 0 && text[0] != '0') return false;
    micros += unit * (text[0] - '0');
    unit /= 10;
    text.remove_prefix(1);
  }
  return true;
}

bool take_meridiem(std::string_view& text, int& hour) {
  std::string_view rest = text;
  if (!rest.empty() && rest[0] == ' ') rest.remove_prefix(1);
  if (rest.size() < 2 || (rest[1] | 32) != 'm') return true;
  char half = static_cast<char>(rest[0] | 32);
  if (half != 'a' && half != 'p') return true;
  if (hour < 1 || hour > 12) return false;
  hour = hour % 12 + (half == 'p' ? 12 : 0);
  text = rest.substr(2);
  return true;
}

// "Z" or "+03:00" or "-0300" or "+03" and nothing more; the offset from UTC in minutes.
bool take_zone(std::string_view text, std::int64_t& minutes) {
  minutes = 0;
  if (text.empty() || text == "Z" || text == "z" || text == " UTC") return true;
  if (text[0] == ' ') text.remove_prefix(1);
  if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return false;
  bool west = text[0] == '-';
  int hours = two_digits(text.data() + 1), mins = 0;
  text.remove_prefix(3);
  if (!text.empty()) {
    if (text[0] == ':') text.remove_prefix(1);
    if (text.size() != 2) return false;
    mins = two_digits(text.data());
  }
  if (hours < 0 || hours > 15 || mins < 0 || mins > 59) return false;
  minutes = (hours * 60 + mins) * (west ? -1 : 1);
  return true;
}

// " HH:MM[:SS[.ffffff]] [AM] [zone]": micros of the day, less the zone's offset.
Parse parse_time_part(std::string_view text, std::int64_t& micros) {
  if (text[0] != ' ' && text[0] != 'T') return Parse::unparsable;
  text.remove_prefix(1);
  std::size_t width = text.size() > 1 && is_digit(text[1]) ? 2 : 1;
  if (text.size() < width + 3 || !is_digit(text[0])) return Parse::unparsable;
  int hour = width == 2 ? two_digits(text.data()) : text[0] - '0';
  int minute = 0, second = 0;
  std::int64_t fraction = 0, zone = 0;
  text.remove_prefix(width);
  if (!take_colon_two(text, 60, minute)) return Parse::unparsable;
  if (!text.empty() && text[0] == ':') {
    if (!take_colon_two(text, 60, second)) return Parse::unparsable;
    if (!take_fraction(text, fraction)) return Parse::out_of_range;
  }
  if (!take_meridiem(text, hour) || hour > 23 || !take_zone(text, zone)) return Parse::unparsable;
  micros = ((hour * 60LL + minute - zone) * 60 + second) * 1'000'000 + fraction;
  return Parse::ok;
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

Parse parse_date(std::string_view text, DateOrder order, std::int32_t& out) {
  text = trimmed(text);
  Parse result = take_date(text, order, out);
  if (result != Parse::ok || text.empty()) return result;
  if (text == " 00:00:00.000") return Parse::ok;
  std::int64_t micros = 0;
  result = parse_time_part(text, micros);
  if (result == Parse::ok && micros != 0) return Parse::out_of_range;
  return result;
}

Parse parse_timestamp(std::string_view text, DateOrder order, std::int64_t& out) {
  text = trimmed(text);
  std::int32_t days = 0;
  Parse result = take_date(text, order, days);
  if (result != Parse::ok) return result;
  std::int64_t micros = 0;
  if (!text.empty()) result = parse_time_part(text, micros);
  out = days * std::int64_t{86'400'000'000} + micros;
  // An offset may lead out of the years that dates have.
  bool within = out >= kFirstMicro && out <= kLastMicro;
  return result == Parse::ok && !within ? Parse::out_of_range : result;
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

namespace {

// Removes `currency` and the blanks beside it from either end.
bool strip_currency(std::string_view& text, std::string_view currency) {
  if (currency.empty()) return false;
  if (text.starts_with(currency)) {
    text.remove_prefix(currency.size());
  } else if (text.ends_with(currency)) {
    text.remove_suffix(currency.size());
  } else {
    return false;
  }
  auto blank = [](std::string_view t) { return t.starts_with("\xC2\xA0") ? 2U : t.starts_with(' ') ? 1U : 0U; };
  while (unsigned n = blank(text)) text.remove_prefix(n);
  while (text.ends_with(' ') || text.ends_with("\xC2\xA0")) text.remove_suffix(text.ends_with(' ') ? 1 : 2);
  return true;
}

// Copies the digits without the separators; false unless these cut the whole part into groups of three.
bool drop_groups(std::string_view text, char group, char decimal, std::string& out) {
  std::size_t whole = std::min(text.find(decimal), text.size());
  std::string_view digits = text.substr(0, whole);
  if (digits.find(group) == std::string_view::npos) {
    out += text;
    return true;
  }
  std::size_t first = digits.find(group);
  if (first == 0 || first > 3 || (digits.size() - first) % 4 != 0) return false;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    bool separator = i >= first && (i - first) % 4 == 0;
    if (separator != (digits[i] == group)) return false;
    if (!separator) out.push_back(digits[i]);
  }
  out += text.substr(whole);
  return true;
}

}  // namespace

bool normalize_number(std::string_view text, const Format& format, char decimal, std::string& out) {
  out.clear();
  text = trimmed(text);
  bool negative = false;
  if (text.size() > 2 && text.front() == '(' && text.back() == ')') {
    negative = true;
    text = trimmed(text.substr(1, text.size() - 2));
  }
  // The sign may stand before the currency, after it, or behind everything.
  for (int i = 0; i < 2; ++i) {
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
      if (negative) return false;
      negative = text.front() == '-';
      text = trimmed(text.substr(1));
    } else if (!text.empty() && text.back() == '-') {
      if (negative) return false;
      negative = true;
      text = trimmed(text.substr(0, text.size() - 1));
    }
    if (i == 0 && !strip_currency(text, format.currency)) break;
  }
  if (text.empty()) return false;
  if (negative) out.push_back('-');
  if (!is_digit(text.front()) && text.front() != decimal) return false;
  if (!format.group) {
    out += text;
    return true;
  }
  return drop_groups(text, *format.group, decimal, out);
}

}  // namespace rox
