#include "engine/result/arrow_stream.hpp"

#include <flatbuffers/flatbuffers.h>
#include <fmt/format.h>

#include <cstring>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/error.hpp"
#include "engine/result/text_values.hpp"

namespace rox {
namespace {

constexpr std::size_t kBatchRows = 65'536;
constexpr std::size_t kBatchBytes = std::size_t{8} << 20;  // of all values of a batch, give or take a row
constexpr std::size_t kAlignment = 8;
constexpr std::uint32_t kContinuation = 0xFFFFFFFF;
constexpr std::int32_t kFirstDay = -719'162;  // 0001-01-01
constexpr std::int64_t kDayMicros = std::int64_t{86'400} * 1'000'000;

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
  time = 9,
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

ColumnType type_of(const ResultColumn& column) {
  switch (column.kind) {
    case ResultKind::boolean: return {ArrowType::boolean};
    case ResultKind::integer:
      return column.type == "HUGEINT" || column.type == "UBIGINT" ? ColumnType{ArrowType::decimal}
                                                                  : ColumnType{ArrowType::integer};
    case ResultKind::decimal:
      if (const auto digits = decimal_digits(column)) return {ArrowType::decimal, digits->precision, digits->scale};
      break;
    case ResultKind::floating: return {ArrowType::floating};
    case ResultKind::date: return {ArrowType::date};
    case ResultKind::time: return {ArrowType::time};
    case ResultKind::timestamp: return {ArrowType::timestamp};
    case ResultKind::text:
    case ResultKind::other: break;
  }
  return {};
}

[[noreturn]] void refuse(const ColumnValues& column, std::size_t row) {
  std::string text;
  append_text(column, row, text);
  throw data_error(fmt::format("Arrow has no place for the value {}", text))
      .hint("ask for JSON or CSV, or cast it to text");
}

/// What `parse` makes of a value that is a text; others, and texts that are no such value, are refused.
template <class Parse>
auto parsed(const ColumnValues& column, std::size_t row, Parse parse) {
  if (column.layout == ValueLayout::text) {
    if (const auto value = parse(column.at<std::string_view>(row))) return *value;
  }
  refuse(column, row);
}

Int128 unsigned_number(UInt128 number, const ColumnValues& column, std::size_t row) {
  if (number >> 127 != 0) refuse(column, row);
  return static_cast<Int128>(number);
}

/// A whole number, or a decimal times 10^scale.
Int128 number_of(const ColumnValues& column, std::size_t row, unsigned scale) {
  switch (column.layout) {
    case ValueLayout::int8: return column.at<std::int8_t>(row);
    case ValueLayout::int16: return column.at<std::int16_t>(row);
    case ValueLayout::int32: return column.at<std::int32_t>(row);
    case ValueLayout::int64: return column.at<std::int64_t>(row);
    case ValueLayout::int128: return column.at<Int128>(row);
    case ValueLayout::uint8: return column.at<std::uint8_t>(row);
    case ValueLayout::uint16: return column.at<std::uint16_t>(row);
    case ValueLayout::uint32: return column.at<std::uint32_t>(row);
    case ValueLayout::uint64: return column.at<std::uint64_t>(row);
    case ValueLayout::uint128: return unsigned_number(column.at<UInt128>(row), column, row);
    default: return parsed(column, row, [&](std::string_view text) { return parse_decimal(text, scale); });
  }
}

std::int64_t integer_of(const ColumnValues& column, std::size_t row) {
  if (column.layout == ValueLayout::int64) return column.at<std::int64_t>(row);
  const Int128 number = number_of(column, row, 0);
  const auto integer = static_cast<std::int64_t>(number);
  if (integer != number) refuse(column, row);
  return integer;
}

double double_of(const ColumnValues& column, std::size_t row) {
  if (column.layout == ValueLayout::float64) return column.at<double>(row);
  if (column.layout != ValueLayout::float32) return parsed(column, row, parse_double);
  std::string text;  // the double that is written as it: 0.1, and not the one that is equal to it
  append_text(column, row, text);
  return parse_double(text).value_or(column.at<float>(row));
}

std::int32_t date_of(const ColumnValues& column, std::size_t row) {
  if (column.layout != ValueLayout::date) return parsed(column, row, parse_date);
  const auto days = column.at<std::int32_t>(row);
  if (is_infinite(days) || days < kFirstDay) refuse(column, row);
  return days;
}

std::int64_t time_of(const ColumnValues& column, std::size_t row) {
  if (column.layout != ValueLayout::time) return parsed(column, row, parse_time);
  const auto micros = column.at<std::int64_t>(row);
  if (micros >= kDayMicros) refuse(column, row);  // 24:00
  return micros;
}

std::int64_t timestamp_of(const ColumnValues& column, std::size_t row) {
  if (column.layout != ValueLayout::timestamp) return parsed(column, row, parse_timestamp);
  const auto micros = column.at<std::int64_t>(row);
  if (is_infinite(micros) || micros < kFirstDay * kDayMicros) refuse(column, row);
  return micros;
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

  void add(const ColumnValues& column, std::size_t row) {
    if (column.present(row)) {
      set_bit(validity_, rows_);
      add_value(column, row);
    } else {
      ++nulls_;
      add_null();
    }
    ++rows_;
  }

  std::size_t bytes() const { return values_.size() + texts_.size(); }
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
      case ArrowType::time:
      case ArrowType::timestamp: append_value(values_, std::int64_t{0}); break;
      case ArrowType::floating: append_value(values_, 0.0); break;
      case ArrowType::decimal: append_value(values_, Int128{0}); break;
      case ArrowType::date: append_value(values_, std::int32_t{0}); break;
      case ArrowType::utf8: append_value(values_, static_cast<std::int32_t>(texts_.size())); break;
    }
  }

  void add_value(const ColumnValues& column, std::size_t row) {
    switch (type_.type) {
      case ArrowType::boolean:
        if (column.layout != ValueLayout::boolean) refuse(column, row);
        if (column.at<bool>(row)) set_bit(values_, rows_);
        break;
      case ArrowType::integer: append_value(values_, integer_of(column, row)); break;
      case ArrowType::floating: append_value(values_, double_of(column, row)); break;
      case ArrowType::decimal: append_value(values_, number_of(column, row, static_cast<unsigned>(type_.scale))); break;
      case ArrowType::date: append_value(values_, date_of(column, row)); break;
      case ArrowType::time: append_value(values_, time_of(column, row)); break;
      case ArrowType::timestamp: append_value(values_, timestamp_of(column, row)); break;
      case ArrowType::utf8:
        append_text(column, row, texts_);
        append_value(values_, static_cast<std::int32_t>(texts_.size()));
        break;
    }
  }

  ColumnType type_;
  std::size_t rows_ = 0;
  std::size_t nulls_ = 0;
  std::string validity_, values_, texts_;
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
    case ArrowType::time:
      builder.AddElement<std::int16_t>(slot(0), kMicroseconds, kMilliseconds);
      builder.AddElement<std::int32_t>(slot(1), 64, 32);
      break;
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

class ArrowPieces {
 public:
  explicit ArrowPieces(Result& result) : result_(&result), values_(result.columns().size()) {
    for (const ResultColumn& column : result.columns()) columns_.emplace_back(type_of(column));
  }

  bool next(std::string& piece) {
    piece.clear();
    if (done_) return false;
    if (!begun_) piece = schema_message(result_->columns());
    begun_ = true;
    if (const std::size_t rows = fill_batch(); rows > 0) {
      piece += batch_message(columns_, rows);
      return true;
    }
    append_value(piece, kContinuation);
    append_value(piece, std::int32_t{0});
    done_ = true;
    return true;
  }

  std::uint64_t written() const { return written_; }

 private:
  /// The rows of the next batch, which are in columns_ then.
  std::size_t fill_batch() {
    std::size_t rows = 0;
    for (std::size_t bytes = 0; rows < kBatchRows && bytes < kBatchBytes && has_row(); ++rows, ++row_, ++written_) {
      bytes = 0;
      for (std::size_t c = 0; c < columns_.size(); ++c) {
        columns_[c].add(values_[c], row_);
        bytes += columns_[c].bytes();
      }
    }
    return rows;
  }

  bool has_row() {
    while (!ended_ && row_ == rows_) {
      ended_ = !result_->next();
      row_ = 0;
      rows_ = ended_ ? 0 : result_->rows();
      for (std::size_t c = 0; c < columns_.size() && !ended_; ++c) values_[c] = result_->column(c);
    }
    return !ended_;
  }

  Result* result_;
  std::vector<ColumnBuilder> columns_;
  std::vector<ColumnValues> values_;
  std::uint64_t written_ = 0;
  std::size_t row_ = 0;
  std::size_t rows_ = 0;  // of the result's current batch
  bool begun_ = false;
  bool ended_ = false;  // the result
  bool done_ = false;   // the stream
};

}  // namespace

std::uint64_t write_arrow(Result& result, const TextSink& sink) {
  ArrowPieces pieces(result);
  for (std::string piece; pieces.next(piece);) sink(piece);
  return pieces.written();
}

NextPiece arrow_pieces(Result& result) {
  return [pieces = ArrowPieces(result)](std::string& piece) mutable { return pieces.next(piece); };
}

}  // namespace rox
