#include "build/key_sql.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "sql/quote.hpp"

namespace rox {

/// DuckDB's names are as they are, PostgreSQL's folded as all of rox's are there.
std::string KeySql::name(const std::string& name) const {
  return dialect_ == SqlDialect::duckdb ? exact_name(name, dialect_) : sql_name(name, dialect_);
}

std::string KeySql::names(const std::vector<std::string>& names, std::string_view prefix) const {
  return dialect_ == SqlDialect::duckdb ? exact_names(names, dialect_, prefix) : sql_names(names, dialect_, prefix);
}

std::string KeySql::as_key(const std::vector<std::string>& columns, std::string_view row) const {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    parts.push_back(fmt::format("{}.{} AS k{}", row, name(columns[i]), i));
  }
  return join(parts, ", ");
}

std::string KeySql::temporary(const std::string& name) const {
  return fmt::format("{}.{}", dialect_ == SqlDialect::duckdb ? "temp.main" : "pg_temp", exact_name(name, dialect_));
}

std::string KeySql::matches(const InSet& in, std::string_view row, bool null_safe) const {
  std::vector<std::string> equal;
  for (std::size_t i = 0; i < in.columns.size(); ++i) {
    equal.push_back(fmt::format("{}.{} {} s.k{}", row, name(in.columns[i]),
                                null_safe && in.null_safe.at(i) ? "IS NOT DISTINCT FROM" : "=", i));
  }
  return join(equal, " AND ");
}

/// PostgreSQL compares missing values row by row and set by set. So rows that lack nothing are asked for apart.
std::string KeySql::is_in(const InSet& in, std::string_view row) const {
  const auto exists = [&](bool null_safe) {
    return fmt::format("EXISTS (SELECT 1 FROM {} AS s WHERE {})", in.set, matches(in, row, null_safe));
  };
  if (dialect_ == SqlDialect::duckdb) return exists(true);
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < in.columns.size(); ++i) {
    if (in.null_safe.at(i)) missing.push_back(fmt::format("{}.{} IS NULL", row, name(in.columns[i])));
  }
  if (missing.empty()) return exists(false);
  return fmt::format("({} OR (({}) AND {}))", exists(false), join(missing, " OR "), exists(true));
}

std::string KeySql::rows_in(const std::string& table, const InSet& in, std::string_view row) const {
  if (dialect_ != SqlDialect::duckdb) return fmt::format("{} AS {} WHERE {}", table, row, is_in(in, row));
  return fmt::format("{} AS {} SEMI JOIN {} AS s ON {}", table, row, in.set, matches(in, row, true));
}

std::string KeySql::exactly(const std::vector<std::string>& columns) const {
  return dialect_ == SqlDialect::duckdb || columns.empty() ? "" : fmt::format(", ROW({})::text", names(columns));
}

}  // namespace rox
