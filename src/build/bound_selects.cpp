#include "build/bound_selects.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "engine/sql/sql_query.hpp"

namespace rox {

std::vector<QueryPlan> BoundSelects::plans(const std::vector<std::string>& selects, RowCounts row_counts) {
  const std::lock_guard lock(mutex_);
  bind();
  return read_query_plans(tables_->connection(), selects, tables_->connection().database(), row_counts);
}

std::vector<std::string> BoundSelects::columns_of(const std::string& mart) {
  const std::lock_guard lock(mutex_);
  bind();
  try {
    return tables_->columns_of(mart);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::usage) throw;
    return {};
  }
}

std::string BoundSelects::other_sql_with(const std::string& table) {
  const std::lock_guard lock(mutex_);
  if (!marts_.empty() || !checks_.empty()) bind();
  const auto found = other_sql_.find(to_lower(table));
  return found == other_sql_.end() ? "" : found->second;
}

void BoundSelects::bind() {
  if (tables_) return;
  tables_.emplace(model_).connection().execute("SET default_null_order = 'postgres'");  // where ORDER BY doesn't say it
  for (const Mart& mart : marts_) bind_mart(mart);
  for (const Check& check : checks_) bind_check(check);
}

void BoundSelects::bind_mart(const Mart& mart) {
  try {
    tables_->add(mart);
  } catch (const Error&) {
    for (const std::string& read : mart.reads) other_sql_[to_lower(read)] = "mart " + mart.file.name;
  }
}

/// rox's own are in SQL that all engines know.
void BoundSelects::bind_check(const Check& check) {
  if (!check.file) return;
  try {
    query_file(tables_->connection(), *check.file, {});
  } catch (const Error&) {
    for (const std::string& read : check.tables) other_sql_[to_lower(read)] = "check " + check.name;
  }
}

}  // namespace rox
