#include "build/next_tables.hpp"

#include <fmt/format.h>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "sql/quote.hpp"

namespace rox {

std::string next_name(const char* kind, const std::string& table) {
  return fmt::format("rox_{}_{}", kind, hash_text(to_lower(table)).substr(0, 16));
}

std::string NextTables::published(const std::string& table) const {
  return qualified_name(schema_, table, SqlDialect::postgres);
}

std::string NextTables::in_next(const std::string& name) const {
  return qualified_name(next_, name, SqlDialect::postgres);
}

std::string NextTables::gone_rows(const Table& table) const {
  if (table.primary_key.empty()) return fmt::format("(SELECT * FROM {} LIMIT 0)", published(table.name));
  return fmt::format("(SELECT old.* FROM {} AS old JOIN {} AS gone ON {})", published(table.name), gone(table.name),
                     equal_columns(table.primary_key, "old", "gone"));
}

std::string equal_columns(const std::vector<std::string>& columns, std::string_view one, std::string_view other) {
  std::vector<std::string> equal;
  for (const std::string& column : columns) {
    const std::string name = sql_name(column, SqlDialect::postgres);
    equal.push_back(fmt::format("{}.{} = {}.{}", one, name, other, name));
  }
  return join(equal, " AND ");
}

}  // namespace rox
