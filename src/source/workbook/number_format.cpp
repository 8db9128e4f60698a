#include "source/workbook/number_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <optional>

#include "base/text.hpp"
#include "source/date_values.hpp"

namespace rox {
namespace {

using Kind = NumberFormat::Kind;

constexpr std::int64_t kDay = 86'400'000;  // milliseconds
constexpr double kLastDay = 2'958'466;     // 31 December 9999, and one
constexpr std::size_t kShown = 15;         // significant digits that a spreadsheet shows
constexpr int kLongest = 40;               // digits of a number that is written out

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A decimal number: 0.DIGITS times ten to the power of `point`.
struct Decimal {
  bool negative = false;
  std::string digits{};  // neither end is a zero
  int point = 0;

  bool is_whole() const { return point >= static_cast<int>(digits.size()); }
};

void strip_zeros(Decimal& decimal) {
  const std::size_t front = std::min(decimal.digits.find_first_not_of('0'), decimal.digits.size());
  decimal.digits.erase(0, front);
  decimal.point -= static_cast<int>(front);
  decimal.digits.resize(decimal.digits.find_last_not_of('0') + 1);
}

std::optional<Decimal> parse_decimal(std::string_view text) {
  Decimal decimal;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    decimal.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  bool in_fraction = false;
  std::size_t i = 0;
  for (; i < text.size() && text[i] != 'e' && text[i] != 'E'; ++i) {
    if (text[i] == '.' && !in_fraction) {
      in_fraction = true;
    } else if (is_digit(text[i])) {
      decimal.digits += text[i];
      decimal.point += in_fraction ? 0 : 1;
    } else {
      return std::nullopt;
    }
  }
  if (decimal.digits.empty()) return std::nullopt;
  if (i < text.size()) {
    std::string_view exponent = text.substr(i + 1);
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    int power = 0;
    const auto [end, error] = std::from_chars(exponent.data(), exponent.data() + exponent.size(), power);
    if (error != std::errc{} || end != exponent.data() + exponent.size()) return std::nullopt;
    if (std::abs(power) > kLongest) return std::nullopt;
    decimal.point += power;
  }
  strip_zeros(decimal);
  return decimal;
}

void round_to(std::size_t size, Decimal& decimal) {
  const bool up = decimal.digits[size] >= '5';
  decimal.digits.resize(size);
  for (std::size_t i = size; up && i-- > 0;) {
    if (decimal.digits[i] != '9') {
      ++decimal.digits[i];
      break;
    }
    decimal.digits[i] = '0';
    if (i > 0) continue;
    decimal.digits.insert(0, 1, '1');
    ++decimal.point;
  }
  strip_zeros(decimal);
}

/// What adding and multiplying floats leaves behind the digits that were meant. Digits that only look like that are so
/// rare, and differ by so little, that a spreadsheet doesn't show the difference either.
void drop_noise(Decimal& decimal) {
  constexpr std::size_t kMeant = kShown - 2;
  if (decimal.digits.size() <= kShown || decimal.is_whole()) return;
  Decimal rounded = decimal;
  round_to(kShown, rounded);
  if (rounded.digits.size() <= kMeant) decimal = std::move(rounded);
}

void append_decimal(const Decimal& decimal, std::string& out) {
  if (decimal.digits.empty()) {
    out += '0';
    return;
  }
  if (decimal.negative) out += '-';
  const int size = static_cast<int>(decimal.digits.size());
  if (decimal.point <= 0) {
    out += "0.";
    out.append(static_cast<std::size_t>(-decimal.point), '0');
    out += decimal.digits;
  } else if (decimal.point >= size) {
    out += decimal.digits;
    out.append(static_cast<std::size_t>(decimal.point - size), '0');
  } else {
    out.append(decimal.digits, 0, static_cast<std::size_t>(decimal.point));
    out += '.';
    out.append(decimal.digits, static_cast<std::size_t>(decimal.point));
  }
}

/// With milliseconds, if there are any.
void append_clock(std::int64_t hours, std::int64_t milliseconds, std::string& out) {
  fmt::format_to(std::back_inserter(out), "{:02}:{:02}:{:02}", hours, milliseconds / 60'000 % 60,
                 milliseconds / 1000 % 60);
  if (milliseconds % 1000 != 0) fmt::format_to(std::back_inserter(out), ".{:03}", milliseconds % 1000);
}

void append_date(std::int64_t day, bool from_1904, std::string& out) {
  using namespace std::chrono;
  const std::optional<std::int32_t> since_1970 =
      from_1904 ? (sys_days{year{1904} / January / 1} - sys_days{}).count() + day : spreadsheet_day(day);
  if (!since_1970) {
    out += day == 0 ? "1900-01-00" : "1900-02-29";
    return;
  }
  const year_month_day date{sys_days{days{*since_1970}}};
  fmt::format_to(std::back_inserter(out), "{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                 static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

/// False if the number is none of days.
bool append_time(double serial, Kind kind, bool from_1904, std::string& out) {
  if (!(std::abs(serial) < kLastDay) || (serial < 0 && kind != Kind::duration)) return false;
  // A float of that size has a microsecond's room; what people write has none.
  const std::int64_t all = std::llround(serial * static_cast<double>(kDay));
  const std::int64_t day = all / kDay;
  const std::int64_t in_day = all % kDay;
  if (kind == Kind::duration) {
    if (all < 0) out += '-';
    append_clock(std::abs(all) / 3'600'000, std::abs(all), out);
  } else if (kind == Kind::time && day == 0) {
    append_clock(in_day / 3'600'000, in_day, out);
  } else {
    append_date(day, from_1904, out);
    if (kind == Kind::date && in_day == 0) return true;
    out += ' ';
    append_clock(in_day / 3'600'000, in_day, out);
  }
  return true;
}

/// The letters of a format that stand for parts of a date, in its first section, without texts, colours and countries.
/// "[h]" is "H".
std::string date_letters(std::string_view code) {
  std::string letters;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = code[i];
    if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size());
    } else if (c == '[') {
      const std::size_t end = std::min(code.find(']', i), code.size());
      const std::string inner = to_lower(code.substr(i + 1, end - i - 1));
      if (!inner.empty() && inner.find_first_not_of(inner.front()) == std::string::npos &&
          std::string_view("hms").find(inner.front()) != std::string_view::npos) {
        letters += 'H';
      }
      i = end;
    } else {
      const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      if (std::string_view("ymdhs").find(lower) != std::string_view::npos) letters += lower;
    }
  }
  return letters;
}

}  // namespace

NumberFormat parse_number_format(std::string_view code) {
  if (code.size() > 1 && code.find_first_not_of('0') == std::string_view::npos) {
    return {.kind = Kind::digits, .digits = code.size()};
  }
  const std::string lower = to_lower(code);
  if (lower.starts_with("general") || lower.starts_with("standard")) return {};
  const std::string letters = date_letters(code);
  const auto has = [&](std::string_view any) { return letters.find_first_of(any) != std::string::npos; };
  if (has("H")) return {.kind = Kind::duration};
  // An m is a minute where an hour or a second is; else a month.
  const bool has_time = has("hs");
  const bool has_date = has("yd") || (has("m") && !has_time);
  if (has_date && has_time) return {.kind = Kind::date_time};
  if (has_date) return {.kind = Kind::date};
  return {.kind = has_time ? Kind::time : Kind::number};
}

NumberFormat built_in_format(unsigned id) {
  const auto within = [&](unsigned first, unsigned last) { return id >= first && id <= last; };
  if (id == 22) return {.kind = Kind::date_time};
  if (id == 46) return {.kind = Kind::duration};
  // Those of East Asia, too.
  if (within(32, 35) || within(55, 56) || within(18, 21) || id == 45 || id == 47) return {.kind = Kind::time};
  if (within(14, 17) || within(27, 31) || id == 36 || within(50, 54) || within(57, 58)) return {.kind = Kind::date};
  return {};
}

void append_number(std::string_view stored, std::string& out) {
  if (stored.size() <= kShown && stored.find_first_of("eE+") == std::string_view::npos) {
    out += stored;
    return;
  }
  std::optional<Decimal> decimal = parse_decimal(stored);
  if (!decimal) {
    out += stored;
    return;
  }
  drop_noise(*decimal);
  append_decimal(*decimal, out);
}

void append_without_exponent(std::string_view stored, std::string& out) {
  const std::optional<Decimal> decimal =
      stored.find_first_of("eE") == std::string_view::npos ? std::nullopt : parse_decimal(stored);
  if (decimal) {
    append_decimal(*decimal, out);
  } else {
    out += stored;
  }
}

void append_formatted(std::string_view stored, NumberFormat format, bool from_1904, std::string& out) {
  if (format.kind == Kind::number) return append_number(stored, out);
  const std::size_t begin = out.size();
  if (format.kind == Kind::digits) {
    append_number(stored, out);
    const bool whole = out.find_first_not_of("0123456789", begin) == std::string::npos;
    const std::size_t size = out.size() - begin;
    if (whole && size < format.digits) out.insert(begin, format.digits - size, '0');
    return;
  }
  double serial = 0;
  const auto [end, error] = std::from_chars(stored.data(), stored.data() + stored.size(), serial);
  const bool read = error == std::errc{} && end == stored.data() + stored.size();
  if (!read || !append_time(serial, format.kind, from_1904, out)) append_number(stored, out);
}

}  // namespace rox
