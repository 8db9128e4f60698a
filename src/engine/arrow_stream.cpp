#include "engine/arrow_stream.hpp"

#include <flatbuffers/flatbuffers.h>
#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/error.hpp"
#include "model/type.hpp"

namespace rox {
namespace {

constexpr std::size_t kBatchRows = 65'536;
constexpr std::size_t kBatchText = std::size_t{64} << 20;  // bytes of one column's texts in a batch
constexpr std::size_t kAlignment = 8;
constexpr std::uint32_t kContinuation = 0xFFFFFFFF;

// Numbers of the format's flatbuffers (format/Message.fbs and format/Schema.fbs of Arrow).
constexpr std::int16_t kVersion5 = 4;
constexpr std::uint8_t kSchemaHeader = 1;
constexpr std::uint8_t kRecordBatchHeader = 3;
enum class ArrowType : std::uint8_t {
  integer = 2,
  floating = 3,
  utf8 = 5,
  boolean = 6,
  decimal = 7,
  date = 8,
  timestamp = 10
};
constexpr std::int16_t kDouble = 2;
constexpr std::int16_t kDays = 0;
constexpr std::int16_t kMilliseconds = 1;  // the default unit of a date
constexpr std::int16_t kMicroseconds = 2;

using TableOffset = flatbuffers::Offset<flatbuffers::Table>;

/// Where field number `index` of a table is.
constexpr flatbuffers::voffset_t slot(unsigned index) { return static_cast<flatbuffers::voffset_t>(4 + 2 * index); }

struct FieldNode {
  std::int64_t length, null_count;
};
struct BufferPlace {
  std::int64_t offset, length;
};

struct ColumnType {
  ArrowType type = ArrowType::utf8;
  std::int32_t precision = 38;
  std::int32_t scale = 0;
};

ColumnType decimal_type(const std::string& text) {
  try {
    const Type type = parse_type(text);
    if (type.kind == TypeKind::decimal) return {ArrowType::decimal, type.precision, type.scale};
  } catch (const Error&) {
    // An engine's own way of saying "any number of digits".
  }
  return {};
}

ColumnType type_of(const ResultColumn& column) {
  switch (column.kind) {
    case ResultKind::boolean: return {ArrowType::boolean};
    case ResultKind::integer:
      return column.type == "HUGEINT" || column.type == "UBIGINT" ? ColumnType{ArrowType::decimal}
                                                                  : ColumnType{ArrowType::integer};
    case ResultKind::decimal: return decimal_type(column.type);
    case ResultKind::floating: return {ArrowType::floating};
    case ResultKind::date: return {ArrowType::date};
    case ResultKind::timestamp: return {ArrowType::timestamp};
    case ResultKind::text:
    case ResultKind::other: break;
  }
  return {};
}

[[noreturn]] void refuse(const std::string& text) {
  throw data_error(fmt::format("Arrow has no place for the value {}", text))
      .hint("ask for JSON or CSV, or cast it to text");
}

template <class Number>
Number parse_number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) refuse(std::string(text));
  return value;
}

/// The digits of a decimal as one whole number.
Int128 parse_decimal(std::string_view text, std::int32_t scale) {
  const std::string whole(text);
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  std::string digits(text.substr(0, point));
  std::string_view fraction = text.substr(std::min(point + 1, text.size()));
  if (fraction.size() > static_cast<std::size_t>(scale)) refuse(whole);
  digits += fraction;
  digits.append(static_cast<std::size_t>(scale) - fraction.size(), '0');
  Int128 value = 0;
  for (const char digit : digits) {
    if (digit < '0' || digit > '9') refuse(whole);
    value = value * 10 + (digit - '0');
  }
  return negative ? -value : value;
}

std::int32_t parse_date(std::string_view text) {
  namespace chrono = std::chrono;
  const std::size_t first = text.find('-');
  if (first == std::string_view::npos || text.size() != first + 6 || text[first + 3] != '-') refuse(std::string(text));
  const chrono::year_month_day date{chrono::year(parse_number<int>(text.substr(0, first))),
                                    chrono::month(parse_number<unsigned>(text.substr(first + 1, 2))),
                                    chrono::day(parse_number<unsigned>(text.substr(first + 4, 2)))};
  if (!date.ok()) refuse(std::string(text));
  return static_cast<std::int32_t>(chrono::sys_days(date).time_since_epoch().count());
}

std::int64_t parse_timestamp(std::string_view text) {
  const std::size_t blank = text.find(' ');
  if (blank == std::string_view::npos || text.size() < blank + 9) refuse(std::string(text));
  const std::string_view time = text.substr(blank + 1);
  const std::int64_t seconds =
      (parse_number<std::int64_t>(time.substr(0, 2)) * 60 + parse_number<std::int64_t>(time.substr(3, 2))) * 60 +
      parse_number<std::int64_t>(time.substr(6, 2));
  std::string fraction(time.size() > 9 ? time.substr(9) : std::string_view());
  fraction.resize(6, '0');
  return (std::int64_t{parse_date(text.substr(0, blank))} * 86'400 + seconds) * 1'000'000 +
         parse_number<std::int64_t>(fraction);
}

void set_bit(std::string& bits, std::size_t index) {
  if (bits.size() <= index / 8) bits.resize(index / 8 + 1, '\0');
  bits[index / 8] = static_cast<char>(static_cast<unsigned char>(bits[index / 8]) | (1U << (index % 8)));
}

template <class Value>
void append_value(std::string& out, const Value& value) {
  char bytes[sizeof(Value)];
  std::memcpy(bytes, &value, sizeof(Value));
  out.append(bytes, sizeof(Value));
}

/// A column of the batch that is being filled.
class ColumnBuilder {
 public:
  explicit ColumnBuilder(ColumnType type) : type_(type) { clear(); }

  void add(const Result& result, std::size_t column, std::size_t row) {
    text_.clear();
    if (result.is_null(column, row)) {
      ++nulls_;
      add_null();
    } else {
      set_bit(validity_, rows_);
      result.text(column, row, text_);
      add_value();
    }
    ++rows_;
  }

  std::size_t text_bytes() const { return texts_.size(); }
  FieldNode node() const { return {static_cast<std::int64_t>(rows_), static_cast<std::int64_t>(nulls_)}; }

  /// Appends the column's buffers to the batch's body.
  void put(std::string& body, std::vector<BufferPlace>& places) {
    validity_.resize((rows_ + 7) / 8, '\0');
    put_buffer(validity_, body, places);
    if (type_.type == ArrowType::boolean) values_.resize((rows_ + 7) / 8, '\0');
    put_buffer(values_, body, places);
    if (type_.type == ArrowType::utf8) put_buffer(texts_, body, places);
  }

  void clear() {
    rows_ = nulls_ = 0;
    validity_.clear();
    values_.clear();
    texts_.clear();
    if (type_.type == ArrowType::utf8) append_value(values_, std::int32_t{0});
  }

 private:
  static void put_buffer(const std::string& bytes, std::string& body, std::vector<BufferPlace>& places) {
    places.push_back({static_cast<std::int64_t>(body.size()), static_cast<std::int64_t>(bytes.size())});
    body += bytes;
    body.resize((body.size() + kAlignment - 1) / kAlignment * kAlignment, '\0');
  }

  void add_null() {
    switch (type_.type) {
      case ArrowType::boolean: break;
      case ArrowType::integer:
      case ArrowType::timestamp: append_value(values_, std::int64_t{0}); break;
      case ArrowType::floating: append_value(values_, 0.0); break;
      case ArrowType::decimal: append_value(values_, Int128{0}); break;
      case ArrowType::date: append_value(values_, std::int32_t{0}); break;
      case ArrowType::utf8: append_value(values_, static_cast<std::int32_t>(texts_.size())); break;
    }
  }

  void add_value() {
    switch (type_.type) {
      case ArrowType::boolean:
        if (text_ == "true") set_bit(values_, rows_);
        break;
      case ArrowType::integer: append_value(values_, parse_number<std::int64_t>(text_)); break;
      case ArrowType::floating: append_value(values_, parse_number<double>(text_)); break;
      case ArrowType::decimal: append_value(values_, parse_decimal(text_, type_.scale)); break;
      case ArrowType::date: append_value(values_, parse_date(text_)); break;
      case ArrowType::timestamp: append_value(values_, parse_timestamp(text_)); break;
      case ArrowType::utf8:
        texts_ += text_;
        append_value(values_, static_cast<std::int32_t>(texts_.size()));
        break;
    }
  }

  ColumnType type_;
  std::size_t rows_ = 0;
  std::size_t nulls_ = 0;
  std::string validity_, values_, texts_;
  std::string text_;  // of the cell that is being added
};

TableOffset type_table(flatbuffers::FlatBufferBuilder& builder, const ColumnType& column) {
  const auto start = builder.StartTable();
  switch (column.type) {
    case ArrowType::integer:
      builder.AddElement<std::int32_t>(slot(0), 64, 0);
      builder.AddElement<std::uint8_t>(slot(1), 1, 0);
      break;
    case ArrowType::floating: builder.AddElement<std::int16_t>(slot(0), kDouble, 0); break;
    case ArrowType::decimal:
      builder.AddElement<std::int32_t>(slot(0), column.precision, 0);
      builder.AddElement<std::int32_t>(slot(1), column.scale, 0);
      builder.AddElement<std::int32_t>(slot(2), 128, 128);
      break;
    case ArrowType::date: builder.AddElement<std::int16_t>(slot(0), kDays, kMilliseconds); break;
    case ArrowType::timestamp: builder.AddElement<std::int16_t>(slot(0), kMicroseconds, 0); break;
    case ArrowType::boolean:
    case ArrowType::utf8: break;
  }
  return {builder.EndTable(start)};
}

/// A message with its header's table, as bytes of the stream.
std::string message(flatbuffers::FlatBufferBuilder& builder, std::uint8_t kind, TableOffset header,
                    const std::string& body) {
  const auto start = builder.StartTable();
  builder.AddElement<std::int64_t>(slot(3), static_cast<std::int64_t>(body.size()), 0);
  builder.AddOffset(slot(2), header);
  builder.AddElement<std::int16_t>(slot(0), kVersion5, 0);
  builder.AddElement<std::uint8_t>(slot(1), kind, 0);
  builder.Finish(TableOffset(builder.EndTable(start)));
  const std::size_t padded = (builder.GetSize() + kAlignment - 1) / kAlignment * kAlignment;
  std::string bytes;
  append_value(bytes, kContinuation);
  append_value(bytes, static_cast<std::int32_t>(padded));
  bytes.append(reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize());
  bytes.append(padded - builder.GetSize(), '\0');
  return bytes + body;
}

std::string schema_message(const std::vector<ResultColumn>& columns) {
  flatbuffers::FlatBufferBuilder builder;
  std::vector<TableOffset> fields;
  for (const ResultColumn& column : columns) {
    const ColumnType type = type_of(column);
    const auto name = builder.CreateString(column.name);
    const auto table = type_table(builder, type);
    const auto children = builder.CreateVector(std::vector<TableOffset>());
    const auto start = builder.StartTable();
    builder.AddOffset(slot(0), name);
    builder.AddElement<std::uint8_t>(slot(1), 1, 0);  // nullable
    builder.AddElement<std::uint8_t>(slot(2), static_cast<std::uint8_t>(type.type), 0);
    builder.AddOffset(slot(3), table);
    builder.AddOffset(slot(5), children);
    fields.emplace_back(builder.EndTable(start));
  }
  const auto list = builder.CreateVector(fields);
  const auto start = builder.StartTable();
  builder.AddOffset(slot(1), list);
  return message(builder, kSchemaHeader, {builder.EndTable(start)}, {});
}

std::string batch_message(std::vector<ColumnBuilder>& columns, std::size_t rows) {
  std::string body;
  std::vector<FieldNode> nodes;
  std::vector<BufferPlace> places;
  for (ColumnBuilder& column : columns) {
    nodes.push_back(column.node());
    column.put(body, places);
    column.clear();
  }
  flatbuffers::FlatBufferBuilder builder;
  const auto node_list = builder.CreateVectorOfStructs(nodes.data(), nodes.size());
  const auto place_list = builder.CreateVectorOfStructs(places.data(), places.size());
  const auto start = builder.StartTable();
  builder.AddElement<std::int64_t>(slot(0), static_cast<std::int64_t>(rows), 0);
  builder.AddOffset(slot(1), node_list);
  builder.AddOffset(slot(2), place_list);
  return message(builder, kRecordBatchHeader, {builder.EndTable(start)}, body);
}

}  // namespace

std::uint64_t write_arrow(Result& result, const TextSink& sink) {
  sink(schema_message(result.columns()));
  std::vector<ColumnBuilder> columns;
  for (const ResultColumn& column : result.columns()) columns.emplace_back(type_of(column));
  std::uint64_t total = 0;
  std::size_t rows = 0;
  std::size_t text = 0;  // of the column that has most of it
  const auto flush = [&] {
    if (rows > 0) sink(batch_message(columns, rows));
    rows = text = 0;
  };
  while (result.next()) {
    for (std::size_t r = 0; r < result.rows(); ++r, ++total) {
      for (std::size_t c = 0; c < columns.size(); ++c) {
        columns[c].add(result, c, r);
        text = std::max(text, columns[c].text_bytes());
      }
      if (++rows == kBatchRows || text >= kBatchText) flush();
    }
  }
  flush();
  std::string end;
  append_value(end, kContinuation);
  append_value(end, std::int32_t{0});
  sink(end);
  return total;
}

}  // namespace rox
