#include "engine/result/column_values.hpp"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <iterator>
#include <string_view>

#include "base/decimal.hpp"

namespace rox {
namespace {

constexpr std::int64_t kDayMicros = std::int64_t{86'400} * 1'000'000;

struct Day {
  std::int64_t year;
  unsigned month, day;
};

/// https://howardhinnant.github.io/date_algorithms.html#civil_from_days: std::chrono's years end at 32767.
Day day_of(std::int64_t days) {
  days += 719'468;  // from 0000-03-01
  const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const auto of_era = static_cast<unsigned>(days - era * 146'097);
  const unsigned year_of_era = (of_era - of_era / 1'460 + of_era / 36'524 - of_era / 146'096) / 365;
  const unsigned of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned from_march = (5 * of_year + 2) / 153;
  const unsigned month = from_march < 10 ? from_march + 3 : from_march - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, of_year - (153 * from_march + 2) / 5 + 1};
}

void append_infinity(bool negative, std::string& out) { out += negative ? "-infinity" : "infinity"; }

void append_day(std::int64_t days, std::string& out) {
  const Day day = day_of(days);
  const bool before_christ = day.year <= 0;
  out += fmt::format("{:04}-{:02}-{:02}{}", before_christ ? 1 - day.year : day.year, day.month, day.day,
                     before_christ ? " (BC)" : "");
}

void append_date(std::int32_t days, std::string& out) {
  if (is_infinite(days)) return append_infinity(days < 0, out);
  append_day(days, out);
}

void append_time(std::int64_t of_day, std::string& out) {
  const std::int64_t seconds = of_day / 1'000'000;
  out += fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
  const std::int64_t fraction = of_day % 1'000'000;
  if (fraction == 0) return;
  out += fmt::format(".{:06}", fraction);
  while (out.back() == '0') out.pop_back();
}

void append_timestamp(std::int64_t micros, std::string& out) {
  if (is_infinite(micros)) return append_infinity(micros < 0, out);
  std::int64_t of_day = micros % kDayMicros;
  if (of_day < 0) of_day += kDayMicros;
  append_day((micros - of_day) / kDayMicros, out);
  out += ' ';
  append_time(of_day, out);
}

/// The two hexadecimal digits of each byte.
constexpr std::array<char, 512> kHexBytes = [] {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<char, 512> digits{};
  for (std::size_t byte = 0; byte < digits.size() / 2; ++byte) {
    digits[2 * byte] = kDigits[byte >> 4];
    digits[2 * byte + 1] = kDigits[byte & 0xf];
  }
  return digits;
}();

void append_uuid(UInt128 value, std::string& out) {
  value ^= UInt128{1} << 127;
  std::array<char, 36> text{};
  char* at = text.data();
  for (int byte = 15; byte >= 0; --byte) {
    std::memcpy(at, kHexBytes.data() + 2 * (static_cast<std::size_t>(value >> (8 * byte)) & 0xff), 2);
    at += 2;
    if (byte == 12 || byte == 10 || byte == 8 || byte == 6) *at++ = '-';
  }
  out.append(text.data(), text.size());
}

template <class Number>
void append_number(const ColumnValues& column, std::size_t row, std::string& out) {
  fmt::format_to(std::back_inserter(out), "{}", column.at<Number>(row));
}

template <class Number>
void append_whole(const ColumnValues& column, std::size_t row, std::string& out) {
  if (column.scale == 0) return append_number<Number>(column, row, out);
  append_decimal(column.at<Number>(row), column.scale, out);
}

}  // namespace

void append_text(const ColumnValues& column, std::size_t row, std::string& out) {
  switch (column.layout) {
    case ValueLayout::boolean: out += column.at<bool>(row) ? "true" : "false"; return;
    case ValueLayout::int8: return append_whole<std::int8_t>(column, row, out);
    case ValueLayout::int16: return append_whole<std::int16_t>(column, row, out);
    case ValueLayout::int32: return append_whole<std::int32_t>(column, row, out);
    case ValueLayout::int64: return append_whole<std::int64_t>(column, row, out);
    case ValueLayout::int128: return append_decimal(column.at<Int128>(row), column.scale, out);
    case ValueLayout::uint8: return append_number<std::uint8_t>(column, row, out);
    case ValueLayout::uint16: return append_number<std::uint16_t>(column, row, out);
    case ValueLayout::uint32: return append_number<std::uint32_t>(column, row, out);
    case ValueLayout::uint64: return append_number<std::uint64_t>(column, row, out);
    case ValueLayout::uint128: return append_number<UInt128>(column, row, out);
    case ValueLayout::float32: return append_number<float>(column, row, out);
    case ValueLayout::float64: return append_number<double>(column, row, out);
    case ValueLayout::date: return append_date(column.at<std::int32_t>(row), out);
    case ValueLayout::time: return append_time(column.at<std::int64_t>(row), out);
    case ValueLayout::timestamp: return append_timestamp(column.at<std::int64_t>(row), out);
    case ValueLayout::uuid: return append_uuid(column.at<UInt128>(row), out);
    case ValueLayout::text: out += column.at<std::string_view>(row); return;
  }
}

}  // namespace rox
