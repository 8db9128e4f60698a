#include "engine/duckdb/result.hpp"

#include <fmt/format.h>

#include <cstring>
#include <limits>
#include <utility>

#include "base/decimal.hpp"
#include "base/error.hpp"
#include "engine/duckdb/chunks.hpp"
#include "engine/duckdb/logical_type.hpp"
#include "sql/lexer.hpp"

namespace rox {
namespace {

struct TypeInfo {
  duckdb_type id;
  const char* name;
  ResultKind kind;
  bool native;  // read by rox; the others are cast to text by DuckDB
};

// Types whose name needs more than this table (decimals, nested ones) are completed by type_name.
constexpr TypeInfo kTypes[] = {
    {DUCKDB_TYPE_BOOLEAN, "BOOLEAN", ResultKind::boolean, true},
    {DUCKDB_TYPE_TINYINT, "TINYINT", ResultKind::integer, true},
    {DUCKDB_TYPE_SMALLINT, "SMALLINT", ResultKind::integer, true},
    {DUCKDB_TYPE_INTEGER, "INTEGER", ResultKind::integer, true},
    {DUCKDB_TYPE_BIGINT, "BIGINT", ResultKind::integer, true},
    {DUCKDB_TYPE_UTINYINT, "UTINYINT", ResultKind::integer, true},
    {DUCKDB_TYPE_USMALLINT, "USMALLINT", ResultKind::integer, true},
    {DUCKDB_TYPE_UINTEGER, "UINTEGER", ResultKind::integer, true},
    {DUCKDB_TYPE_UBIGINT, "UBIGINT", ResultKind::integer, true},
    {DUCKDB_TYPE_HUGEINT, "HUGEINT", ResultKind::integer, true},
    {DUCKDB_TYPE_UHUGEINT, "UHUGEINT", ResultKind::integer, true},
    {DUCKDB_TYPE_BIGNUM, "BIGNUM", ResultKind::integer, false},
    {DUCKDB_TYPE_FLOAT, "FLOAT", ResultKind::floating, true},
    {DUCKDB_TYPE_DOUBLE, "DOUBLE", ResultKind::floating, true},
    {DUCKDB_TYPE_DECIMAL, "DECIMAL", ResultKind::decimal, true},
    {DUCKDB_TYPE_DATE, "DATE", ResultKind::date, true},
    {DUCKDB_TYPE_TIMESTAMP, "TIMESTAMP", ResultKind::timestamp, true},
    {DUCKDB_TYPE_TIMESTAMP_S, "TIMESTAMP_S", ResultKind::timestamp, true},
    {DUCKDB_TYPE_TIMESTAMP_MS, "TIMESTAMP_MS", ResultKind::timestamp, true},
    {DUCKDB_TYPE_TIMESTAMP_NS, "TIMESTAMP_NS", ResultKind::timestamp, false},
    {DUCKDB_TYPE_TIMESTAMP_TZ, "TIMESTAMP WITH TIME ZONE", ResultKind::timestamp, false},
    {DUCKDB_TYPE_TIME, "TIME", ResultKind::other, false},
    {DUCKDB_TYPE_TIME_NS, "TIME_NS", ResultKind::other, false},
    {DUCKDB_TYPE_TIME_TZ, "TIME WITH TIME ZONE", ResultKind::other, false},
    {DUCKDB_TYPE_INTERVAL, "INTERVAL", ResultKind::other, false},
    {DUCKDB_TYPE_VARCHAR, "VARCHAR", ResultKind::text, true},
    {DUCKDB_TYPE_UUID, "UUID", ResultKind::text, true},
    {DUCKDB_TYPE_ENUM, "ENUM", ResultKind::text, false},
    {DUCKDB_TYPE_BLOB, "BLOB", ResultKind::other, false},
    {DUCKDB_TYPE_BIT, "BIT", ResultKind::other, false},
    {DUCKDB_TYPE_LIST, "LIST", ResultKind::other, false},
    {DUCKDB_TYPE_ARRAY, "ARRAY", ResultKind::other, false},
    {DUCKDB_TYPE_STRUCT, "STRUCT", ResultKind::other, false},
    {DUCKDB_TYPE_MAP, "MAP", ResultKind::other, false},
    {DUCKDB_TYPE_UNION, "UNION", ResultKind::other, false},
    {DUCKDB_TYPE_VARIANT, "VARIANT", ResultKind::other, false},
    {DUCKDB_TYPE_GEOMETRY, "GEOMETRY", ResultKind::other, false},
    {DUCKDB_TYPE_SQLNULL, "INTEGER", ResultKind::integer, true},  // a bare NULL, as in a table made of it
};

constexpr TypeInfo kUnknown = {DUCKDB_TYPE_INVALID, "UNKNOWN", ResultKind::other, false};

const TypeInfo& type_info(duckdb_type id) {
  for (const TypeInfo& info : kTypes) {
    if (info.id == id) return info;
  }
  return kUnknown;
}

std::string type_name(duckdb_logical_type type) {
  const TypeInfo& info = type_info(duckdb_get_type_id(type));
  switch (info.id) {
    case DUCKDB_TYPE_DECIMAL:
      return fmt::format("DECIMAL({},{})", duckdb_decimal_width(type), duckdb_decimal_scale(type));
    case DUCKDB_TYPE_LIST: return type_name(LogicalType(duckdb_list_type_child_type(type)).get()) + "[]";
    case DUCKDB_TYPE_ARRAY:
      return fmt::format("{}[{}]", type_name(LogicalType(duckdb_array_type_child_type(type)).get()),
                         duckdb_array_type_array_size(type));
    case DUCKDB_TYPE_MAP:
      return fmt::format("MAP({}, {})", type_name(LogicalType(duckdb_map_type_key_type(type)).get()),
                         type_name(LogicalType(duckdb_map_type_value_type(type)).get()));
    default: return info.name;
  }
}

// ---- canonical text ----

void append_date(duckdb_date date, std::string& out) {
  if (!duckdb_is_finite_date(date)) {
    out += date.days > 0 ? "infinity" : "-infinity";
    return;
  }
  duckdb_date_struct parts = duckdb_from_date(date);
  bool before_christ = parts.year <= 0;
  out += fmt::format("{:04}-{:02}-{:02}{}", before_christ ? 1 - parts.year : parts.year, parts.month, parts.day,
                     before_christ ? " (BC)" : "");
}

void append_timestamp(duckdb_timestamp timestamp, std::string& out) {
  if (!duckdb_is_finite_timestamp(timestamp)) {
    out += timestamp.micros > 0 ? "infinity" : "-infinity";
    return;
  }
  duckdb_timestamp_struct parts = duckdb_from_timestamp(timestamp);
  append_date(duckdb_to_date(parts.date), out);
  out += fmt::format(" {:02}:{:02}:{:02}", parts.time.hour, parts.time.min, parts.time.sec);
  if (parts.time.micros == 0) return;
  out += fmt::format(".{:06}", parts.time.micros);
  while (out.back() == '0') out.pop_back();
}

/// Seconds or milliseconds as microseconds; both infinities stay what they are.
duckdb_timestamp scaled_timestamp(std::int64_t value, std::int64_t micros) {
  constexpr std::int64_t infinity = std::numeric_limits<std::int64_t>::max();
  if (value == infinity || value == -infinity) return {value};
  return {value * micros};
}

/// UUIDs are kept as big numbers with the top bit flipped, so that they sort as signed ones.
void append_uuid(duckdb_hugeint value, std::string& out) {
  std::uint64_t upper = static_cast<std::uint64_t>(value.upper) ^ (std::uint64_t{1} << 63);
  out += fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", upper >> 32, (upper >> 16) & 0xffff, upper & 0xffff,
                     value.lower >> 48, value.lower & 0xffff'ffff'ffffULL);
}

struct ColumnView {
  duckdb_type id = DUCKDB_TYPE_INVALID;
  duckdb_type stored_as = DUCKDB_TYPE_INVALID;  // decimals: the integer that holds them
  unsigned scale = 0;
  const void* data = nullptr;
  const std::uint64_t* validity = nullptr;  // null: no NULLs

  template <typename T>
  const T& at(std::size_t row) const {
    return static_cast<const T*>(data)[row];
  }
};

Int128 unscaled_value(const ColumnView& column, std::size_t row) {
  switch (column.stored_as) {
    case DUCKDB_TYPE_SMALLINT: return column.at<std::int16_t>(row);
    case DUCKDB_TYPE_INTEGER: return column.at<std::int32_t>(row);
    case DUCKDB_TYPE_BIGINT: return column.at<std::int64_t>(row);
    default: {
      const auto& value = column.at<duckdb_hugeint>(row);
      return make_int128(value.upper, value.lower);
    }
  }
}

template <typename T>
void append_number(const ColumnView& column, std::size_t row, std::string& out) {
  out += fmt::format("{}", column.at<T>(row));
}

void append_value(const ColumnView& column, std::size_t row, std::string& out) {
  switch (column.id) {
    case DUCKDB_TYPE_BOOLEAN: out += column.at<bool>(row) ? "true" : "false"; return;
    case DUCKDB_TYPE_TINYINT: return append_number<std::int8_t>(column, row, out);
    case DUCKDB_TYPE_SMALLINT: return append_number<std::int16_t>(column, row, out);
    case DUCKDB_TYPE_INTEGER: return append_number<std::int32_t>(column, row, out);
    case DUCKDB_TYPE_BIGINT: return append_number<std::int64_t>(column, row, out);
    case DUCKDB_TYPE_UTINYINT: return append_number<std::uint8_t>(column, row, out);
    case DUCKDB_TYPE_USMALLINT: return append_number<std::uint16_t>(column, row, out);
    case DUCKDB_TYPE_UINTEGER: return append_number<std::uint32_t>(column, row, out);
    case DUCKDB_TYPE_UBIGINT: return append_number<std::uint64_t>(column, row, out);
    case DUCKDB_TYPE_FLOAT: return append_number<float>(column, row, out);
    case DUCKDB_TYPE_DOUBLE: return append_number<double>(column, row, out);
    case DUCKDB_TYPE_HUGEINT:
    case DUCKDB_TYPE_DECIMAL: return append_decimal(unscaled_value(column, row), column.scale, out);
    case DUCKDB_TYPE_UHUGEINT: {
      const auto& value = column.at<duckdb_uhugeint>(row);
      out += fmt::format("{}", (static_cast<UInt128>(value.upper) << 64) | value.lower);
      return;
    }
    case DUCKDB_TYPE_DATE: return append_date(column.at<duckdb_date>(row), out);
    case DUCKDB_TYPE_TIMESTAMP: return append_timestamp(column.at<duckdb_timestamp>(row), out);
    case DUCKDB_TYPE_TIMESTAMP_S:
      return append_timestamp(scaled_timestamp(column.at<std::int64_t>(row), 1'000'000), out);
    case DUCKDB_TYPE_TIMESTAMP_MS: return append_timestamp(scaled_timestamp(column.at<std::int64_t>(row), 1'000), out);
    case DUCKDB_TYPE_UUID: return append_uuid(column.at<duckdb_hugeint>(row), out);
    case DUCKDB_TYPE_VARCHAR: {
      duckdb_string_t text = column.at<duckdb_string_t>(row);
      out.append(duckdb_string_t_data(&text), duckdb_string_t_length(text));
      return;
    }
    default: throw std::logic_error("a column that wasn't cast to text");
  }
}

class DuckDbResult : public Result {
 public:
  DuckDbResult(DuckDbStatement statement, std::vector<ResultColumn> columns, std::shared_ptr<void> connection,
               const std::atomic<bool>& interrupted)
      : chunks_(std::move(statement), std::move(connection), interrupted), columns_(std::move(columns)) {
    for (std::size_t i = 0; i < chunks_.columns(); ++i) {
      LogicalType type(chunks_.type(i));
      ColumnView view;
      view.id = type.id();
      if (view.id == DUCKDB_TYPE_DECIMAL) {
        view.stored_as = duckdb_decimal_internal_type(type.get());
        view.scale = duckdb_decimal_scale(type.get());
      }
      views_.push_back(view);
    }
  }

  const std::vector<ResultColumn>& columns() const override { return columns_; }

  bool next() override {
    if (!chunks_.next()) return false;
    for (std::size_t i = 0; i < views_.size(); ++i) {
      views_[i].data = chunks_.data(i);
      views_[i].validity = chunks_.validity(i);
    }
    return true;
  }

  std::size_t rows() const override { return chunks_.rows(); }

  bool is_null(std::size_t column, std::size_t row) const override {
    const ColumnView& view = views_[column];
    if (view.id == DUCKDB_TYPE_SQLNULL) return true;
    return view.validity != nullptr && (view.validity[row / 64] >> (row % 64) & 1U) == 0;
  }

  void text(std::size_t column, std::size_t row, std::string& out) const override {
    append_value(views_[column], row, out);
  }

 private:
  DuckDbChunks chunks_;
  std::vector<ResultColumn> columns_;
  std::vector<ColumnView> views_;
};

}  // namespace

/// DuckDB is given the statement alone: it counts the lines of what is left when it has taken comments and blanks off
/// the front, but the columns of the whole (seen in 2.0.0).
DuckDbStatement::DuckDbStatement(duckdb_connection connection, std::string sql)
    : sql_(std::move(sql)), begin_(statement_begin(sql_)) {
  duckdb_extracted_statements extracted = nullptr;
  idx_t count = duckdb_extract_statements(connection, sql_.c_str() + begin_, &extracted);
  std::string problem;
  if (count == 0) {
    const char* message = duckdb_extract_statements_error(extracted);
    if (message != nullptr) problem = message;
  } else if (count == 1 && duckdb_prepare_extracted_statement(connection, extracted, 0, &statement_) != DuckDBSuccess) {
    problem = duckdb_prepare_error(statement_);
    duckdb_destroy_prepare(&statement_);
  }
  duckdb_destroy_extracted(&extracted);
  if (!problem.empty()) throw error(problem);
  if (count != 1) {
    throw usage_error(count == 0 ? "there is no SQL statement"
                                 : fmt::format("one statement is expected, not {}", count))
        .hint("write one SELECT; several can be combined with UNION ALL or run one after the other");
  }
}

DuckDbStatement::DuckDbStatement(DuckDbStatement&& other) noexcept
    : sql_(std::move(other.sql_)), begin_(other.begin_), statement_(std::exchange(other.statement_, nullptr)) {}

DuckDbStatement& DuckDbStatement::operator=(DuckDbStatement&& other) noexcept {
  std::swap(sql_, other.sql_);
  std::swap(begin_, other.begin_);
  std::swap(statement_, other.statement_);
  return *this;
}

Error DuckDbStatement::error(std::string_view said) const { return placed_in(duckdb_error(said), sql_, begin_); }

std::vector<ResultColumn> DuckDbStatement::columns() const {
  std::vector<ResultColumn> columns;
  for (idx_t i = 0; i < duckdb_prepared_statement_column_count(statement_); ++i) {
    LogicalType type(duckdb_prepared_statement_column_logical_type(statement_, i));
    std::unique_ptr<const char, void (*)(const char*)> name(duckdb_prepared_statement_column_name(statement_, i),
                                                            [](const char* p) { duckdb_free(const_cast<char*>(p)); });
    columns.push_back({name ? name.get() : "", type_name(type.get()), type_info(type.id()).kind});
  }
  return columns;
}

std::string DuckDbStatement::with_casts(std::string_view select) const {
  if (type() != DUCKDB_STATEMENT_TYPE_SELECT) return {};
  std::string list, names;
  bool needed = false;
  for (idx_t i = 0; i < duckdb_prepared_statement_column_count(statement_); ++i) {
    bool native = type_info(LogicalType(duckdb_prepared_statement_column_logical_type(statement_, i)).id()).native;
    needed = needed || !native;
    const char* comma = i == 0 ? "" : ", ";
    list += fmt::format("{}{}", comma, native ? fmt::format("c{}", i) : fmt::format("CAST(c{} AS VARCHAR)", i));
    names += fmt::format("{}c{}", comma, i);
  }
  return needed ? fmt::format("SELECT {} FROM (\n{}\n) AS t({})", list, select, names) : std::string();
}

std::unique_ptr<Result> run_streaming(DuckDbStatement statement, std::vector<ResultColumn> columns,
                                      std::shared_ptr<void> connection, const std::atomic<bool>& interrupted) {
  return std::make_unique<DuckDbResult>(std::move(statement), std::move(columns), std::move(connection), interrupted);
}

}  // namespace rox
