#include "load/change_tables.hpp"

#include <fmt/format.h>

#include <vector>

#include "base/text.hpp"
#include "engine/result/cells.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

std::string in_schema(const char* schema, const std::string& table) {
  return fmt::format("{}.{}", schema, exact_name(table, SqlDialect::duckdb));
}

}  // namespace

std::string inserted_name(const std::string& table) { return in_schema(kInserted, table); }
std::string deleted_name(const std::string& table) { return in_schema(kDeleted, table); }

std::string same_key(const Table& table, std::string_view left, std::string_view right) {
  std::vector<std::string> equal;
  for (const std::string& column : table.primary_key) {
    const std::string name = exact_name(column, SqlDialect::duckdb);
    equal.push_back(fmt::format("{}.{} = {}.{}", left, name, right, name));
  }
  return equal.empty() ? "false" : join(equal, " AND ");
}

std::uint64_t count_rows(Engine& engine, const std::string& from) {
  return static_cast<std::uint64_t>(query_integer(engine, "SELECT count(*) FROM " + from));
}

void make_change_schemas(Engine& engine) {
  engine.execute(fmt::format("CREATE SCHEMA IF NOT EXISTS {}; CREATE SCHEMA IF NOT EXISTS {}", kInserted, kDeleted));
}

void begin_change(Engine& engine, const std::string& table) {
  make_change_schemas(engine);
  forget_change(engine, table);
}

void forget_change(Engine& engine, const std::string& table) {
  engine.execute(
      fmt::format("DROP TABLE IF EXISTS {}; DROP TABLE IF EXISTS {}", inserted_name(table), deleted_name(table)));
}

std::set<std::string> known_changes(Engine& engine) {
  const std::vector<std::string> names = query_texts(
      engine,
      fmt::format("SELECT table_name FROM duckdb_tables() WHERE schema_name IN ('{}', '{}') AND database_name = "
                  "current_database() GROUP BY table_name HAVING count(*) = 2",
                  kInserted, kDeleted));
  return {names.begin(), names.end()};
}

void drop_changes(Engine& engine) {
  engine.execute(
      fmt::format("DROP SCHEMA IF EXISTS {} CASCADE; DROP SCHEMA IF EXISTS {} CASCADE", kInserted, kDeleted));
}

}  // namespace rox
