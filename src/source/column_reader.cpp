#include "source/column_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>

#include "base/text.hpp"
#include "model/format_words.hpp"
#include "source/clock.hpp"
#include "source/date_values.hpp"
#include "source/encoding.hpp"
#include "source/values.hpp"

namespace rox {
namespace {

template <class T>
void put(const ColumnSink& sink, std::size_t row, T value) {
  static_cast<T*>(sink.data)[row] = value;
}

// The value as an error shows it.
std::string shown(std::string_view text) {
  constexpr std::size_t kMost = 60;
  if (text.size() <= kMost) return printable_utf8(text);
  std::size_t cut = kMost;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return printable_utf8(text.substr(0, cut)) + "…";
}

std::string expectation(const Column& column, char decimal) {
  switch (column.type.kind) {
    case TypeKind::decimal: return fmt::format("{} with '{}' before the decimals", to_string(column.type), decimal);
    case TypeKind::time: {
      const std::string words = format_words(column.format);
      return fmt::format("{} as {}", to_string(column.type), words.empty() ? "HH:MM[:SS]" : words);
    }
    case TypeKind::date:
    case TypeKind::timestamp: {
      Format day = column.format;
      day.time_form = TimeForm::clock;
      const std::string_view half = column.format.time_form == TimeForm::half_days ? ", with AM or PM" : "";
      if (const std::string words = format_words(day); !words.empty()) {
        return fmt::format("{} as {}{}", to_string(column.type), words, half);
      }
      const char* order = column.format.date_order == DateOrder::ymd   ? "year-month-day"
                          : column.format.date_order == DateOrder::dmy ? "day/month/year"
                                                                       : "month/day/year";
      return fmt::format("{} as {}{}", to_string(column.type), order, half);
    }
    default: return to_string(column.type);
  }
}

/// Why a value that is well written isn't held by the column.
std::string range_text(const Column& column, std::string_view text) {
  const bool is_date = column.type.kind == TypeKind::date;
  if (is_date || column.type.kind == TypeKind::timestamp) {
    switch (date_fault(text, column.format, is_date)) {
      case DateFault::years:
        return column.format.date_form == DateForm::serial
                   ? "is no day as spreadsheets count them, from 1 (1900-01-01) to 2958465 (9999-12-31), without 60"
                   : "is outside the years 1 to 9999";
      case DateFault::time_of_day: return "has a time of day, which a DATE has not";
      case DateFault::decimals: break;
    }
  }
  return fmt::format("does not fit {} without losing digits", to_string(column.type));
}

/// "1.000" of a whole number: one, with zeros for decimals, or a thousand? Nobody knows. `number`: as the parsers take
/// it.
bool may_be_thousands(std::string_view number, char decimal) {
  if (number.starts_with('-')) number.remove_prefix(1);
  const std::size_t sign = number.find(decimal);
  return sign != std::string_view::npos && sign > 0 && sign <= 3 && number.size() == sign + 4 && number[0] != '0';
}

std::string_view way_out(NumberFault fault) {
  const bool padding =
      fault == NumberFault::zeros_in_front || fault == NumberFault::plus_sign || fault == NumberFault::negative_zero;
  return padding ? "; if that means nothing, give it format = \"padded\"" : "";
}

}  // namespace

ColumnReader::ColumnReader(const Column& column, const Dialect& dialect)
    : column_(column),
      null_words_(column.null_words ? *column.null_words : dialect.null_words),
      states_nulls_(column.null_words.has_value()),
      decimal_(column.format.decimal.value_or(dialect.decimal)),
      is_text_(column.type.kind == TypeKind::varchar),
      normalize_(needs_normalizing(column.format)) {
  for (const std::string& word : null_words_) {
    if (word.size() > 8) {
      has_long_words_ = true;
      continue;
    }
    ShortWord short_word{0, word.empty() ? 0 : ~std::uint64_t{0} >> (64 - 8 * word.size()), word.size()};
    std::memcpy(&short_word.bits, word.data(), word.size());
    short_words_.push_back(short_word);
  }
}

bool ColumnReader::write_null(const ColumnSink& sink, std::size_t row) const {
  if (!column_.nullable) return false;
  sink.validity[row / 64] &= ~(std::uint64_t{1} << (row % 64));
  return true;
}

bool ColumnReader::is_null_in_blanks(const Field& field) {
  const std::string_view text = unescape(field, unescaped_);
  const std::string_view word = trim(text);
  return word.size() < text.size() && is_null({word.data(), word.size(), false, false});
}

bool ColumnReader::write_text(const Field& field, const ColumnSink& sink, std::size_t row) {
  std::string_view text = unescape(field, unescaped_);
  if (column_.format.formula) text = without_formula(text);
  // Characters are at most as many as bytes: most texts need no counting.
  if (column_.type.length != 0 && text.size() > column_.type.length && utf8_length(text) > column_.type.length) {
    return false;
  }
  sink.store(sink.target, row, text.data(), text.size());
  return true;
}

// Puts the number as the parsers take it into normalized_.
bool ColumnReader::read_number_text(std::string_view text, bool whole) {
  fault_ = plain_number(text, column_.format, decimal_, whole, normalized_);
  if (fault_ != NumberFault::none) last_ = Parse::unparsable;
  return fault_ == NumberFault::none;
}

Parse ColumnReader::parse_day(std::string_view text, std::int32_t& days) {
  bool offset = false;
  const Parse result = parse_date(text, column_.format, days, offset);
  stray_offset_ = result == Parse::ok && offset != column_.format.offset;
  return stray_offset_ ? Parse::unparsable : result;
}

Parse ColumnReader::parse_moment(std::string_view text, std::int64_t& micros) {
  bool offset = false;
  const Parse result = parse_timestamp(text, column_.format, micros, offset);
  stray_offset_ = result == Parse::ok && offset != column_.format.offset;
  return stray_offset_ ? Parse::unparsable : result;
}

template <class T>
bool ColumnReader::write_integer(std::string_view text, const ColumnSink& sink, std::size_t row) {
  std::int64_t value = 0;
  if (!read_number_text(text, true)) return false;
  last_ = parse_integer(normalized_, value);
  if (last_ != Parse::ok) return false;
  if (value < std::numeric_limits<T>::min() || value > std::numeric_limits<T>::max()) {
    last_ = Parse::out_of_range;
    return false;
  }
  put(sink, row, static_cast<T>(value));
  return true;
}

template <class T>
bool ColumnReader::write_decimal(std::string_view text, const ColumnSink& sink, std::size_t row) {
  std::conditional_t<(sizeof(T) > 8), Int128, std::int64_t> value = 0;
  if (!read_number_text(text, column_.type.scale == 0)) return false;
  if (column_.type.scale == 0 && may_be_thousands(normalized_, decimal_)) {
    last_ = Parse::unparsable;
    return false;
  }
  last_ = parse_decimal(normalized_, decimal_, column_.type.precision, column_.type.scale, value);
  if (last_ != Parse::ok) return false;
  put(sink, row, static_cast<T>(value));
  return true;
}

bool ColumnReader::write_value(const Field& field, const ColumnSink& sink, std::size_t row) {
  if (is_text_) return write_text(field, sink, row);
  std::string_view text = unescape(field, unescaped_);
  if (column_.format.zero_dates && is_zero_date(text)) {
    last_ = Parse::unparsable;
    return write_null(sink, row);
  }
  switch (column_.type.kind) {
    case TypeKind::smallint: return write_integer<std::int16_t>(text, sink, row);
    case TypeKind::integer: return write_integer<std::int32_t>(text, sink, row);
    case TypeKind::bigint: return write_integer<std::int64_t>(text, sink, row);
    case TypeKind::decimal:
      if (column_.type.precision <= 4) return write_decimal<std::int16_t>(text, sink, row);
      if (column_.type.precision <= 9) return write_decimal<std::int32_t>(text, sink, row);
      if (column_.type.precision <= 18) return write_decimal<std::int64_t>(text, sink, row);
      return write_decimal<Int128>(text, sink, row);
    case TypeKind::boolean: {
      bool value = false;
      last_ = parse_boolean(text, value);
      put(sink, row, static_cast<std::uint8_t>(value));
      break;
    }
    case TypeKind::date: {
      std::int32_t days = 0;
      last_ = parse_day(text, days);
      put(sink, row, days);
      break;
    }
    case TypeKind::time: {
      std::int64_t micros = 0;
      last_ = parse_time(text, column_.format, micros);
      put(sink, row, micros);
      break;
    }
    case TypeKind::timestamp: {
      std::int64_t micros = 0;
      last_ = parse_moment(text, micros);
      put(sink, row, micros);
      break;
    }
    case TypeKind::uuid: {
      UInt128 value = 0;
      last_ = parse_uuid(text, value);
      put(sink, row, value);
      break;
    }
    case TypeKind::varchar: break;
  }
  return last_ == Parse::ok;
}

// Calls `value(text, row)`, which stores the usual spelling of a value or returns false, for each cell that isn't
// missing; what it doesn't take goes the plain way.
template <class Value>
inline bool ColumnReader::each_cell(const RecordBatch& batch, std::size_t c, const char* block, const ColumnSink& sink,
                                    std::size_t row, Value value) {
  const Cell* cell = batch.cells.data() + c;
  for (std::size_t r = 0; r < batch.size; ++r, cell += batch.columns) {
    std::string_view text = cell->text(block);
    if (is_padded_null(text)) {
      if (!write_null(sink, row + r)) return false;
    } else if (!value(text, row + r)) {
      if (!write_value(cell->field(block), sink, row + r)) return false;
    }
  }
  return true;
}

template <class T>
bool ColumnReader::read_integers(const RecordBatch& batch, std::size_t c, const char* block, const ColumnSink& sink,
                                 std::size_t row) {
  return each_cell(batch, c, block, sink, row, [&](std::string_view text, std::size_t r) {
    std::int64_t value = 0;
    if (!fast::integer(text, value) || value != static_cast<T>(value)) return false;
    put(sink, r, static_cast<T>(value));
    return true;
  });
}

template <class T>
bool ColumnReader::read_decimals(const RecordBatch& batch, std::size_t c, const char* block, const ColumnSink& sink,
                                 std::size_t row) {
  if (column_.type.scale == 0) return read_whole_decimals<T>(batch, c, block, sink, row);
  const unsigned precision = std::min<unsigned>(column_.type.precision, 18), scale = column_.type.scale;
  return each_cell(batch, c, block, sink, row, [&](std::string_view text, std::size_t r) {
    std::int64_t value = 0;
    if (!fast::decimal(text, decimal_, precision, scale, value)) return false;
    put(sink, r, static_cast<T>(value));
    return true;
  });
}

// DECIMAL(p,0): the rule of whole numbers, by which "-0" is none.
template <class T>
bool ColumnReader::read_whole_decimals(const RecordBatch& batch, std::size_t c, const char* block,
                                       const ColumnSink& sink, std::size_t row) {
  const auto most = static_cast<std::int64_t>(kPowersOf10[std::min<unsigned>(column_.type.precision, 18)] - 1);
  return each_cell(batch, c, block, sink, row, [&](std::string_view text, std::size_t r) {
    std::int64_t value = 0;
    if (!fast::integer(text, value) || value > most || value < -most) return false;
    put(sink, r, static_cast<T>(value));
    return true;
  });
}

bool ColumnReader::read_texts(const RecordBatch& batch, std::size_t c, const char* block, const ColumnSink& sink,
                              std::size_t row) {
  const std::size_t longest = column_.type.length == 0 ? SIZE_MAX : column_.type.length;
  const bool formulas = column_.format.formula;
  const Cell* cell = batch.cells.data() + c;
  for (std::size_t r = 0; r < batch.size; ++r, cell += batch.columns) {
    std::string_view text = cell->text(block);
    if (!cell->quoted() && is_padded_null(text)) {
      if (!write_null(sink, row + r)) return false;
    } else if (!cell->quoted() && is_unstated_null(text)) {
      return false;
    } else if (cell->doubled() || text.size() > longest || formulas) {
      if (!write_text(cell->field(block), sink, row + r)) return false;
    } else {
      sink.store(sink.target, row + r, text.data(), text.size());
    }
  }
  return true;
}

bool ColumnReader::read_batch(const RecordBatch& batch, std::size_t c, const char* block, const ColumnSink& sink,
                              std::size_t row) {
  auto plainly = [](std::string_view, std::size_t) { return false; };
  const Type& type = column_.type;
  if (is_text_) return read_texts(batch, c, block, sink, row);
  if (normalize_) return each_cell(batch, c, block, sink, row, plainly);
  switch (type.kind) {
    case TypeKind::smallint: return read_integers<std::int16_t>(batch, c, block, sink, row);
    case TypeKind::integer: return read_integers<std::int32_t>(batch, c, block, sink, row);
    case TypeKind::bigint: return read_integers<std::int64_t>(batch, c, block, sink, row);
    case TypeKind::decimal:
      if (type.precision <= 4) return read_decimals<std::int16_t>(batch, c, block, sink, row);
      if (type.precision <= 9) return read_decimals<std::int32_t>(batch, c, block, sink, row);
      if (type.precision <= 18) return read_decimals<std::int64_t>(batch, c, block, sink, row);
      if (type.scale <= 18) return read_decimals<Int128>(batch, c, block, sink, row);
      return each_cell(batch, c, block, sink, row, plainly);
    case TypeKind::uuid:
      return each_cell(batch, c, block, sink, row, [&](std::string_view text, std::size_t r) {
        return fast::uuid(text, static_cast<UInt128*>(sink.data)[r]);
      });
    case TypeKind::date:
      return each_cell(batch, c, block, sink, row, [&](std::string_view text, std::size_t r) {
        std::int32_t days = 0;
        if (!last_day_.find(text, days)) {
          if (parse_day(text, days) != Parse::ok) return false;
          last_day_.keep(text, days);
        }
        put(sink, r, days);
        return true;
      });
    case TypeKind::timestamp:
      return each_cell(batch, c, block, sink, row, [&](std::string_view text, std::size_t r) {
        std::int64_t micros = 0;
        if (!last_time_.find(text, micros)) {
          if (parse_moment(text, micros) != Parse::ok) return false;
          last_time_.keep(text, micros);
        }
        put(sink, r, micros);
        return true;
      });
    case TypeKind::time:
      return each_cell(batch, c, block, sink, row, [&](std::string_view text, std::size_t r) {
        std::int64_t micros = 0;
        if (parse_time(text, column_.format, micros) != Parse::ok) return false;
        put(sink, r, micros);
        return true;
      });
    case TypeKind::boolean:
    case TypeKind::varchar: break;
  }
  return each_cell(batch, c, block, sink, row, plainly);
}

FieldProblem ColumnReader::explain(const Field& field) {
  if (is_null(field) || (!is_text_ && is_null_in_blanks(field))) {
    std::string word = field.size == 0 ? "an empty field" : fmt::format("'{}'", field.text());
    return {RejectCode::missing_value, fmt::format("{} is NOT NULL, but the export has {}", column_.name, word)};
  }
  std::string_view text = unescape(field, unescaped_);
  if (!(field.quoted && is_text_) && is_unstated_null(text)) {
    return {RejectCode::unparsable,
            fmt::format("'{0}' means that nothing is there, and isn't among null in rox.toml; if it is a text of this "
                        "column, give the column in model.toml null = [\"\"]",
                        text)};
  }
  if (is_text_) {
    return {RejectCode::too_long, fmt::format("{} takes {} characters, this text has {}", to_string(column_.type),
                                              column_.type.length, utf8_length(text))};
  }
  if (last_ == Parse::out_of_range) {
    return {RejectCode::out_of_range, fmt::format("'{}' {}", shown(text), range_text(column_, text))};
  }
  if (text.empty()) {
    return {RejectCode::unparsable,
            fmt::format("an empty field is no {}; if it means missing, add \"\" to null in rox.toml",
                        to_string(column_.type))};
  }
  if (is_number(column_.type) && !fault_text(fault_).empty()) {
    return {RejectCode::unparsable,
            fmt::format("'{}' {}: not loaded as a number of type {}. If it is a code, make the column VARCHAR{}",
                        shown(text), fault_text(fault_), to_string(column_.type), way_out(fault_))};
  }
  if (stray_offset_ && !is_number(column_.type)) {
    return {RejectCode::unparsable, fmt::format("'{}' {} an offset from UTC, other than the column's format says",
                                                shown(text), column_.format.offset ? "lacks" : "has")};
  }
  if (const bool dated = column_.type.kind == TypeKind::date || column_.type.kind == TypeKind::timestamp; dated) {
    if (const auto weekday = contradicted_weekday(text, column_.format)) {
      return {RejectCode::unparsable, fmt::format("'{}' contradicts itself: that day is a {}", shown(text), *weekday)};
    }
  }
  return {RejectCode::unparsable,
          fmt::format("'{}' is not a value of type {}", shown(text), expectation(column_, decimal_))};
}

}  // namespace rox
