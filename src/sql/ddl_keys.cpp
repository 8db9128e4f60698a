#include "sql/ddl_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/text.hpp"

namespace rox {
namespace {

bool same_columns(std::vector<std::string> a, std::vector<std::string> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  return a == b;
}

bool is_declared_key(const Table& table, const std::vector<std::string>& columns, SqlDialect dialect) {
  if (table.inferred_keys) return false;
  if (columns == table.primary_key) return true;
  return std::any_of(table.unique.begin(), table.unique.end(), [&](const std::vector<std::string>& key) {
    return key == columns && choose_unique(table, key, dialect).declared;
  });
}

/// Whether a foreign key may join columns of these types. DuckDB wants them equal but for a text's length.
bool comparable(const Type& a, const Type& b, SqlDialect dialect) {
  if (dialect == SqlDialect::duckdb) return a.kind == TypeKind::varchar ? a.kind == b.kind : a == b;
  return a.kind == b.kind || (is_whole_number(a) && is_whole_number(b));
}

bool creates_before(const Model& model, const Table& parent, const Table& child) {
  for (const std::size_t i : creation_order(model)) {
    if (&model.tables[i] == &parent) return true;
    if (&model.tables[i] == &child) return false;
  }
  return false;
}

}  // namespace

KeyChoice choose_primary(const Table& table) {
  if (!table.inferred_keys) return {};
  return {false, fmt::format("inferred; `rox model confirm {}` declares it", table.name)};
}

KeyChoice choose_unique(const Table& table, const std::vector<std::string>& columns, SqlDialect dialect) {
  if (table.inferred_keys) return choose_primary(table);
  if (same_columns(columns, table.primary_key)) return {false, "the primary key says it already"};
  if (dialect == SqlDialect::redshift) {
    return {false, "loads don't prove it, and Redshift would believe it"};
  }
  if (dialect == SqlDialect::spark) return {false, "Spark's tables have no keys"};
  return {};
}

KeyChoice choose_relation(const Model& model, const Table& child, const Relation& relation, SqlDialect dialect) {
  if (dialect == SqlDialect::spark) return {false, "Spark's tables have no keys"};
  const Table& parent = *model.find_table(relation.table);
  for (std::size_t i = 0; i < relation.columns.size(); ++i) {
    const Type& from = child.columns[*child.find_column(relation.columns[i])].type;
    const Type& to = parent.columns[*parent.find_column(relation.parent_columns[i])].type;
    if (comparable(from, to, dialect)) continue;
    return {false, fmt::format("{} is {}, but {} is {}", relation.columns[i], to_string(from),
                               relation.parent_columns[i], to_string(to))};
  }
  if (!is_declared_key(parent, relation.parent_columns, dialect)) {
    return {false, fmt::format("({}) is no {} key of {}", join(relation.parent_columns, ", "),
                               parent.inferred_keys ? "confirmed" : "declared", parent.name)};
  }
  if (!relation.enforce) return {false, "enforce = false: orphans are loaded"};
  if (dialect == SqlDialect::duckdb && &parent != &child && !creates_before(model, parent, child)) {
    return {false, "the tables refer to each other, and DuckDB can't add a key to a table that exists"};
  }
  return {};
}

std::vector<std::size_t> creation_order(const Model& model) {
  std::vector<std::size_t> order;
  std::vector<bool> visited(model.tables.size(), false);
  const std::function<void(std::size_t)> visit = [&](std::size_t i) {
    if (visited[i]) return;
    visited[i] = true;
    for (const Relation& relation : model.tables[i].relations) {
      visit(static_cast<std::size_t>(model.find_table(relation.table) - model.tables.data()));
    }
    order.push_back(i);
  };
  for (std::size_t i = 0; i < model.tables.size(); ++i) visit(i);
  return order;
}

}  // namespace rox
