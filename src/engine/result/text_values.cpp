#include "engine/result/text_values.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstring>

#include "base/error.hpp"
#include "model/type.hpp"

namespace rox {
namespace {

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<bool> parse_boolean(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text) { return parse_number<std::int64_t>(text); }

std::optional<double> parse_double(std::string_view text) { return parse_number<double>(text); }

std::optional<Int128> parse_decimal(std::string_view text, unsigned scale) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view fraction = text.substr(std::min(point + 1, text.size()));
  if (text.empty() || fraction.size() > scale) return std::nullopt;
  UInt128 value = 0;
  const auto take = [&](char digit) {
    return digit >= '0' && digit <= '9' && !__builtin_mul_overflow(value, UInt128{10}, &value) &&
           !__builtin_add_overflow(value, static_cast<UInt128>(digit - '0'), &value);
  };
  for (const char digit : text.substr(0, point)) {
    if (!take(digit)) return std::nullopt;
  }
  for (const char digit : fraction) {
    if (!take(digit)) return std::nullopt;
  }
  for (std::size_t i = fraction.size(); i < scale; ++i) {
    if (!take('0')) return std::nullopt;
  }
  if (value > (UInt128{1} << 127) - (negative ? 0 : 1)) return std::nullopt;
  return static_cast<Int128>(negative ? 0 - value : value);
}

std::optional<std::int32_t> parse_date(std::string_view text) {
  namespace chrono = std::chrono;
  const std::size_t first = text.find('-');
  if (first == std::string_view::npos || text.size() != first + 6 || text[first + 3] != '-') return std::nullopt;
  const auto year = parse_number<int>(text.substr(0, first));
  const auto month = parse_number<unsigned>(text.substr(first + 1, 2));
  const auto day = parse_number<unsigned>(text.substr(first + 4, 2));
  if (!year || !month || !day || *year > static_cast<int>(chrono::year::max())) return std::nullopt;
  const chrono::year_month_day date{chrono::year(*year), chrono::month(*month), chrono::day(*day)};
  if (!date.ok()) return std::nullopt;
  return static_cast<std::int32_t>(chrono::sys_days(date).time_since_epoch().count());
}

std::optional<std::int64_t> parse_time(std::string_view text) {
  if (text.size() < 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  const auto hours = parse_integer(text.substr(0, 2));
  const auto minutes = parse_integer(text.substr(3, 2));
  const auto seconds = parse_integer(text.substr(6, 2));
  std::string fraction(text.size() > 9 ? text.substr(9) : std::string_view());
  if (fraction.size() > 6 || (text.size() > 8 && text[8] != '.')) return std::nullopt;
  fraction.resize(6, '0');
  const auto micros = parse_integer(fraction);
  if (!hours || !minutes || !seconds || !micros) return std::nullopt;
  return ((*hours * 60 + *minutes) * 60 + *seconds) * 1'000'000 + *micros;
}

std::optional<std::int64_t> parse_timestamp(std::string_view text) {
  if (text.ends_with("+00")) text.remove_suffix(3);
  const std::size_t blank = text.find(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  const auto days = parse_date(text.substr(0, blank));
  const auto time = parse_time(text.substr(blank + 1));
  if (!days || !time) return std::nullopt;
  return std::int64_t{*days} * 86'400 * 1'000'000 + *time;
}

std::optional<DecimalDigits> decimal_digits(const ResultColumn& column) {
  if (column.kind != ResultKind::decimal) return std::nullopt;
  try {
    const Type type = parse_type(column.type);
    if (type.kind == TypeKind::decimal) return DecimalDigits{type.precision, type.scale};
  } catch (const Error&) {
    // An engine's own way of saying "any number of digits".
  }
  return std::nullopt;
}

namespace {

/// Whether all values of the column could be read by `parse`.
template <class Value, class Parse>
bool fill_values(const Result& batch, std::size_t column, std::vector<std::uint64_t>& validity,
                 std::vector<Int128>& values, Parse parse) {
  const std::size_t rows = batch.rows();
  validity.assign((rows + 63) / 64, 0);
  values.assign((rows * sizeof(Value) + sizeof(Int128) - 1) / sizeof(Int128), 0);
  auto* bytes = reinterpret_cast<char*>(values.data());
  std::string text;
  for (std::size_t row = 0; row < rows; ++row) {
    if (batch.is_null(column, row)) continue;
    text.clear();
    batch.text(column, row, text);
    const std::optional<Value> value = parse(text);
    if (!value) return false;
    validity[row / 64] |= std::uint64_t{1} << (row % 64);
    std::memcpy(bytes + row * sizeof(Value), &*value, sizeof(Value));
  }
  return true;
}

}  // namespace

void TextColumns::clear() {
  for (Storage& storage : columns_) storage.filled = false;
}

ColumnValues TextColumns::column(const Result& batch, std::size_t column) {
  if (columns_.empty()) columns_.resize(batch.columns().size());
  Storage& storage = columns_[column];
  if (storage.filled) return storage.view;
  storage.view = {};
  if (fill(batch, column, storage)) {
    storage.view.values = storage.values.data();
  } else {
    fill_texts(batch, column, storage);
  }
  storage.view.validity = storage.validity.data();
  storage.filled = true;
  return storage.view;
}

bool TextColumns::fill(const Result& batch, std::size_t column, Storage& storage) {
  const ResultColumn& meta = batch.columns()[column];
  const auto read = [&]<class Value>(ValueLayout layout, unsigned scale, auto parse) {
    storage.view.layout = layout;
    storage.view.scale = scale;
    return fill_values<Value>(batch, column, storage.validity, storage.values, parse);
  };
  switch (meta.kind) {
    case ResultKind::boolean: return read.template operator()<bool>(ValueLayout::boolean, 0, parse_boolean);
    case ResultKind::integer: return read.template operator()<std::int64_t>(ValueLayout::int64, 0, parse_integer);
    case ResultKind::date: return read.template operator()<std::int32_t>(ValueLayout::date, 0, parse_date);
    case ResultKind::time: return read.template operator()<std::int64_t>(ValueLayout::time, 0, parse_time);
    case ResultKind::timestamp:
      return read.template operator()<std::int64_t>(ValueLayout::timestamp, 0, parse_timestamp);
    case ResultKind::floating:
      // The shortest text of a narrow float isn't that of the same number as a double.
      if (meta.type == "REAL" || meta.type == "FLOAT") {
        return read.template operator()<float>(ValueLayout::float32, 0, parse_number<float>);
      }
      return read.template operator()<double>(ValueLayout::float64, 0, parse_double);
    case ResultKind::decimal: {
      const auto digits = decimal_digits(meta);
      if (!digits) return false;
      return read.template operator()<Int128>(ValueLayout::int128, digits->scale, [&](std::string_view text) {
        return parse_decimal(text, digits->scale);
      });
    }
    case ResultKind::text:
    case ResultKind::other: break;
  }
  return false;
}

void TextColumns::fill_texts(const Result& batch, std::size_t column, Storage& storage) {
  const std::size_t rows = batch.rows();
  storage.validity.assign((rows + 63) / 64, 0);
  storage.arena.clear();
  std::vector<std::size_t> ends;
  for (std::size_t row = 0; row < rows; ++row) {
    if (!batch.is_null(column, row)) {
      storage.validity[row / 64] |= std::uint64_t{1} << (row % 64);
      batch.text(column, row, storage.arena);
    }
    ends.push_back(storage.arena.size());
  }
  storage.texts.clear();
  for (std::size_t row = 0, begin = 0; row < rows; begin = ends[row++]) {
    storage.texts.push_back(std::string_view(storage.arena).substr(begin, ends[row] - begin));
  }
  storage.view = {ValueLayout::text, 0, storage.texts.data(), nullptr};
}

}  // namespace rox
