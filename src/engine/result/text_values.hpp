// Typed values out of canonical texts: of engines that send their values as texts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "engine/engine.hpp"
#include "engine/result/column_values.hpp"

namespace rox {

// Nothing for a text that isn't such a value.
std::optional<std::int64_t> parse_integer(std::string_view text);
std::optional<double> parse_double(std::string_view text);
/// The value times 10^scale; nothing if it has more digits behind the point, or if that is wider than 128 bits.
std::optional<Int128> parse_decimal(std::string_view text, unsigned scale);
/// Days since 1970-01-01. Not of dates before Christ, infinite ones, and after the year 32767.
std::optional<std::int32_t> parse_date(std::string_view text);
/// Microseconds since midnight, of "10:01:36.827".
std::optional<std::int64_t> parse_time(std::string_view text);
/// Microseconds since 1970-01-01 00:00:00, likewise; in UTC, if it says so by "+00".
std::optional<std::int64_t> parse_timestamp(std::string_view text);

/// The digits behind the point of a decimal column whose type says them and isn't wider than 38.
struct DecimalDigits {
  std::uint8_t precision = 38;
  std::uint8_t scale = 0;
};
std::optional<DecimalDigits> decimal_digits(const ResultColumn& column);

/// The columns of a batch as typed values, each made when it is asked for: booleans, integers (int64), decimals
/// (int128) whose type says their digits, floats, dates, times of day, timestamps. The others, and a column with a
/// value that has no place in its layout, stay texts.
class TextColumns {
 public:
  /// Another batch begins.
  void clear();
  /// Of `batch`, whose values are read by is_null() and text(). Valid until clear().
  ColumnValues column(const Result& batch, std::size_t column);

 private:
  struct Storage {
    bool filled = false;
    ColumnValues view;
    std::vector<std::uint64_t> validity;
    std::vector<Int128> values;  // or, packed into it, narrower ones
    std::string arena;           // of texts
    std::vector<std::string_view> texts;
  };

  static bool fill(const Result& batch, std::size_t column, Storage& storage);
  static void fill_texts(const Result& batch, std::size_t column, Storage& storage);

  std::vector<Storage> columns_;
};

}  // namespace rox
