#include "build/bound_selects.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "build/make_mart.hpp"
#include "build/plan_paths.hpp"
#include "engine/duckdb/query_plan.hpp"
#include "engine/result/cells.hpp"
#include "engine/sql/sql_query.hpp"
#include "sql/quote.hpp"
#include "sql/table_ddl.hpp"

namespace rox {

const ColumnsRead* BoundSelects::columns_of(const std::string& mart) {
  bind();
  const auto found = columns_.find(mart);
  return found == columns_.end() ? nullptr : &found->second;
}

std::string BoundSelects::other_sql_with(const std::string& table) {
  bind();
  const auto found = other_sql_.find(to_lower(table));
  return found == other_sql_.end() ? "" : found->second;
}

void BoundSelects::bind() {
  std::call_once(bound_, [&] {
    if (marts_.empty() && checks_.empty()) return;
    DuckDbConnection connection = DuckDbDatabase({}, {.threads = 1}).connect();
    const std::string database = query_texts(connection, "SELECT current_database()").front();
    for (const Table& table : model_.tables) connection.execute(create_table_sql(table, "main", SqlDialect::duckdb));
    for (const Mart& mart : marts_) bind_mart(connection, database, mart);
    for (const Check& check : checks_) bind_check(connection, check);
  });
}

/// With a table of the mart, for those that read it.
void BoundSelects::bind_mart(DuckDbConnection& connection, const std::string& database, const Mart& mart) {
  try {
    materialize_mart(connection, mart, {exact_name(mart.file.name, SqlDialect::duckdb)});
    const QueryPlan plan = read_query_plan(connection, mart.file.text, database);
    if (plan.refusal.empty()) columns_[mart.file.name] = columns_read(plan.root);
  } catch (const Error&) {
    for (const std::string& read : mart.reads) other_sql_[to_lower(read)] = "mart " + mart.file.name;
  }
}

/// rox's own are in SQL that all engines know.
void BoundSelects::bind_check(DuckDbConnection& connection, const Check& check) {
  if (!check.file) return;
  try {
    query_file(connection, *check.file, {});
  } catch (const Error&) {
    for (const std::string& read : check.tables) other_sql_[to_lower(read)] = "check " + check.name;
  }
}

}  // namespace rox
