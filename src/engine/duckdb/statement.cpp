#include "engine/duckdb/statement.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "engine/duckdb/duckdb.hpp"
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
    {DUCKDB_TYPE_TIME, "TIME", ResultKind::time, true},
    {DUCKDB_TYPE_TIME_NS, "TIME_NS", ResultKind::time, false},
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

}  // namespace rox
