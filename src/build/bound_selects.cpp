#include "build/bound_selects.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "engine/duckdb/query_plan.hpp"
#include "engine/sql/sql_query.hpp"

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
    EmptyWarehouse warehouse(model_);
    for (const Mart& mart : marts_) bind_mart(warehouse, mart);
    for (const Check& check : checks_) bind_check(warehouse.connection(), check);
  });
}

void BoundSelects::bind_mart(EmptyWarehouse& warehouse, const Mart& mart) {
  try {
    warehouse.add(mart);
    const QueryPlan plan = read_query_plan(warehouse.connection(), mart.file.text, warehouse.connection().database());
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
