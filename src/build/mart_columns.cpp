#include "build/mart_columns.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "build/make_mart.hpp"
#include "build/plan_paths.hpp"
#include "engine/duckdb/query_plan.hpp"
#include "engine/result/cells.hpp"
#include "sql/quote.hpp"
#include "sql/table_ddl.hpp"

namespace rox {

std::map<std::string, ColumnsRead> columns_of_marts(const Model& model, const std::vector<Mart>& marts) {
  DuckDbConnection connection = DuckDbDatabase({}, {.threads = 1}).connect();
  const std::string database = query_texts(connection, "SELECT current_database()").front();
  for (const Table& table : model.tables) connection.execute(create_table_sql(table, "main", SqlDialect::duckdb));
  std::map<std::string, ColumnsRead> columns;
  for (const Mart& mart : marts) {
    try {
      const QueryPlan plan = read_query_plan(connection, mart.file.text, database);
      if (plan.refusal.empty()) columns[mart.file.name] = columns_read(plan.root);
      materialize_mart(connection, mart, {exact_name(mart.file.name, SqlDialect::duckdb)});
    } catch (const Error&) {  // the server's own SQL; those that read it can't be bound either
    }
  }
  return columns;
}

}  // namespace rox
