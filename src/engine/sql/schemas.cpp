#include "engine/sql/schemas.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "engine/result/cells.hpp"
#include "sql/quote.hpp"

namespace rox {

bool has_schema(Engine& engine, const std::string& schema) {
  return query_integer(engine, "SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname = " +
                                   sql_literal(schema, engine.dialect())) > 0;
}

void make_schema(Engine& engine, const std::string& schema) {
  if (!has_schema(engine, schema)) engine.execute("CREATE SCHEMA " + exact_name(schema, engine.dialect()));
}

namespace {

/// Spark's catalogues have no tables about themselves.
std::vector<std::string> spark_names(Engine& engine, const std::string& show, std::size_t column) {
  std::vector<std::string> names;
  const auto rows = engine.query(show);
  while (rows->next()) {
    for (std::size_t row = 0; row < rows->rows(); ++row) names.push_back(text_at(*rows, column, row));
  }
  return names;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool spark_has_tables(Engine& engine, const std::string& schema, const std::vector<std::string>& tables) {
  if (!contains(spark_names(engine, "SHOW NAMESPACES", 0), schema)) return false;
  const std::vector<std::string> there =
      spark_names(engine, "SHOW TABLES IN " + exact_name(schema, engine.dialect()), 1);
  return std::all_of(tables.begin(), tables.end(), [&](const std::string& table) { return contains(there, table); });
}

}  // namespace

bool has_tables(Engine& engine, const std::string& schema, const std::vector<std::string>& tables) {
  const SqlDialect dialect = engine.dialect();
  if (dialect == SqlDialect::spark) return spark_has_tables(engine, schema, tables);
  std::vector<std::string> names;
  for (const std::string& table : tables) names.push_back(sql_literal(table, dialect));
  return query_integer(engine, fmt::format("SELECT count(*) FROM information_schema.tables WHERE table_schema = {} AND "
                                           "table_name IN ({})",
                                           sql_literal(schema, dialect), join(names, ", "))) ==
         static_cast<std::int64_t>(tables.size());
}

}  // namespace rox
