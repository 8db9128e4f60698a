#include "sql/figures.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

/// A sum of 10^8 rows has eight digits more than its summands.
constexpr int kWidestSummand = 30;

std::string text_type(SqlDialect dialect) { return dialect == SqlDialect::spark ? "STRING" : "VARCHAR"; }

std::string cast_text(const std::string& value, SqlDialect dialect) {
  return fmt::format("CAST({} AS {})", value, text_type(dialect));
}

/// With all the digits of its scale, and one before the point: DuckDB writes a DECIMAL(4,4) as .5000.
std::string decimal_text(const Column& column, const std::string& name, SqlDialect dialect) {
  std::string text = cast_text(fmt::format("CAST({} AS {})", name, to_string(column.type)), dialect);
  if (dialect != SqlDialect::duckdb || column.type.scale < column.type.precision) return text;
  return fmt::format(R"(regexp_replace({}, '^(-?)[.]', '\10.'))", text);
}

/// Whole microseconds since 1970-01-01.
std::string epoch_micros(const std::string& value, SqlDialect dialect) {
  switch (dialect) {
    case SqlDialect::duckdb: return fmt::format("epoch_us({})", value);
    case SqlDialect::postgres: return fmt::format("CAST(EXTRACT(EPOCH FROM {}) * 1000000 AS BIGINT)", value);
    case SqlDialect::redshift: return fmt::format("DATEDIFF(microsecond, TIMESTAMP '1970-01-01 00:00:00', {})", value);
    case SqlDialect::spark: return fmt::format("unix_micros(CAST({} AS TIMESTAMP_LTZ))", value);
  }
  return value;
}

/// Whole microseconds since midnight; Spark has a text for it.
std::string micros_of_day(const std::string& value, SqlDialect dialect) {
  switch (dialect) {
    case SqlDialect::redshift: return fmt::format("DATEDIFF(microsecond, TIME '00:00:00', {})", value);
    case SqlDialect::spark: return epoch_micros(fmt::format("CONCAT('1970-01-01 ', {})", value), dialect);
    case SqlDialect::duckdb:
    case SqlDialect::postgres: break;
  }
  return epoch_micros(value, dialect);
}
std::string by_bytes(const std::string& text, SqlDialect dialect) {
  return dialect == SqlDialect::postgres ? text + R"( COLLATE "C")" : text;
}

/// The first 60 bits of md5(text) as a whole number.
std::string hash_number(const std::string& text, SqlDialect dialect) {
  std::string hex = fmt::format("substr(md5({}), 1, 15)", text);
  switch (dialect) {
    case SqlDialect::duckdb: return fmt::format("CAST('0x' || {} AS BIGINT)", hex);
    case SqlDialect::postgres: return fmt::format("CAST(CAST('x' || {} AS BIT(60)) AS BIGINT)", hex);
    case SqlDialect::redshift: return fmt::format("STRTOL({}, 16)", hex);
    case SqlDialect::spark: return fmt::format("CAST(conv({}, 16, 10) AS DECIMAL(20,0))", hex);
  }
  return hex;
}

/// Whether MIN and MAX take the column as it is, and mean the same everywhere.
bool has_extremes(const Type& type) {
  return is_number(type) || type.kind == TypeKind::date || type.kind == TypeKind::time ||
         type.kind == TypeKind::timestamp;
}

std::string sum(const Column& column, const std::string& name) {
  const bool fits = is_number(column.type) && column.type.precision <= kWidestSummand;
  if (!fits) return "CAST(NULL AS DECIMAL(38,0))";
  return fmt::format("SUM(CAST({} AS DECIMAL(38,{})))", name, column.type.scale);
}

}  // namespace

std::string canonical_text(const Column& column, SqlDialect dialect) {
  std::string name = sql_name(column.name, dialect);
  switch (column.type.kind) {
    case TypeKind::boolean: return fmt::format("CASE WHEN {0} THEN '1' WHEN NOT {0} THEN '0' END", name);
    case TypeKind::decimal: return decimal_text(column, name, dialect);
    case TypeKind::time: return cast_text(micros_of_day(name, dialect), dialect);
    case TypeKind::timestamp: return cast_text(epoch_micros(name, dialect), dialect);
    case TypeKind::uuid: return fmt::format("LOWER({})", cast_text(name, dialect));
    case TypeKind::smallint:
    case TypeKind::integer:
    case TypeKind::bigint:
    case TypeKind::date: return cast_text(name, dialect);
    case TypeKind::varchar: break;
  }
  return name;
}

std::string table_figures(const Table& table, SqlDialect dialect) {
  std::string select = "SELECT COUNT(*)";
  for (const Column& column : table.columns) {
    const std::string name = sql_name(column.name, dialect);
    const std::string text = canonical_text(column, dialect);
    const std::string compared = has_extremes(column.type) ? name : by_bytes(fmt::format("({})", text), dialect);
    select += fmt::format(", COUNT({}), MIN({}), MAX({}), {}, CAST(SUM({}) AS DECIMAL(38,0))", name, compared, compared,
                          sum(column, name), hash_number(text, dialect));
  }
  return fmt::format("{} FROM {}", select, sql_name(table.name, dialect));
}

std::string portable_order(const Table& table, const std::vector<std::string>& columns, SqlDialect dialect) {
  std::vector<std::string> order;
  for (const std::string& name : columns) {
    const Column& column = table.columns[table.find_column(name).value()];
    const std::string written = sql_name(column.name, dialect);
    order.push_back(column.type.kind == TypeKind::varchar ? by_bytes(written, dialect) : written);
  }
  return join(order, ", ");
}

}  // namespace rox
