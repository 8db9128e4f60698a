#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "dashboard/fact_joins.hpp"
#include "dashboard/figure_sql.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr std::size_t kMostLabels = 8;  // of parents, beside a fact's own columns

/// The parents whose labels stand beside a row.
std::vector<const Dimension*> shown_parents(const Fact& fact) {
  std::vector<const Dimension*> shown;
  for (const Dimension& dimension : fact.dimensions) {
    if (shown.size() == kMostLabels) break;
    if (dimension.labelled() && !dimension.path.hops.empty()) shown.push_back(&dimension);
  }
  return shown;
}

std::string free_name(std::string name, std::set<std::string>& taken) {
  std::replace(name.begin(), name.end(), '.', '_');
  while (!taken.insert(to_lower(name)).second) name += '_';
  return name;
}

std::string as_text(const std::string& expression) { return fmt::format("CAST({} AS VARCHAR(1000))", expression); }

/// Whether the text has `search` in it, in any case.
std::string contains(const std::string& text, const std::string& search, SqlDialect dialect) {
  return fmt::format("POSITION(LOWER({}) IN LOWER({})) > 0", sql_literal(search, dialect), text);
}

}  // namespace

std::vector<RowsColumn> rows_columns(const Fact& fact, const Selection& selection) {
  std::vector<RowsColumn> columns;
  std::set<std::string> taken;
  for (const std::string& column : fact.columns) columns.push_back({free_name(column, taken), column, true});
  if (selection.time != nullptr && !selection.time->path.hops.empty()) {
    columns.push_back({free_name(selection.time->name, taken), selection.time->name, false});
  }
  for (const Dimension* dimension : shown_parents(fact)) {
    columns.push_back({free_name(dimension->name, taken), dimension->name, false});
  }
  return columns;
}

std::string rows_sql(const Fact& fact, const Selection& selection, const std::optional<RowsOrder>& order,
                     std::optional<std::uint64_t> limit, std::uint64_t offset, SqlDialect dialect) {
  FactJoins joins(fact, dialect);
  std::vector<std::string> selected;
  std::string ordered;
  for (const RowsColumn& column : rows_columns(fact, selection)) {
    std::string expression;
    if (column.own) {
      expression = "f." + sql_name(column.path, dialect);
    } else if (selection.time != nullptr && column.path == selection.time->name) {
      expression = joins.column(selection.time->path);
    } else {
      expression = joins.label(fact.dimension(column.path));
    }
    selected.push_back(fmt::format("{} AS {}", expression, sql_name(column.name, dialect)));
    if (order && column.name == order->column) ordered = std::to_string(selected.size());
  }
  const std::vector<std::string> conditions = joins.conditions(selection);
  std::string sql = fmt::format("SELECT {}\n{}{}", join(selected, ",\n  "), joins.from(), where_text(conditions));
  std::vector<std::string> terms;
  if (order) {
    if (!ordered.empty()) terms.push_back(fmt::format("{} {} NULLS LAST", ordered, order->down ? "DESC" : "ASC"));
    for (const std::string& key : fact.key) terms.push_back("f." + sql_name(key, dialect));
  }
  if (!terms.empty()) sql += "\nORDER BY " + join(terms, ", ");
  if (limit) sql += fmt::format("\nLIMIT {} OFFSET {}", *limit, offset);
  return sql;
}

std::string values_sql(const Fact& fact, const Dimension& dimension, const Selection& selection,
                       const std::string& search, std::uint64_t limit, SqlDialect dialect) {
  FactJoins joins(fact, dialect);
  const std::string value = joins.column(dimension.path);
  const std::string label = dimension.labelled() ? joins.label(dimension) : std::string();
  std::vector<std::string> conditions = joins.conditions(selection);
  conditions.push_back(value + " IS NOT NULL");
  if (!search.empty()) {
    std::string found = contains(as_text(value), search, dialect);
    if (!label.empty()) found = fmt::format("({} OR {})", found, contains(label, search, dialect));
    conditions.push_back(found);
  }
  return fmt::format(
      "SELECT {0} AS value,\n  {1} AS label,\n  COUNT(*) AS row_count\n{2}{3}\nGROUP BY {4}\n"
      "ORDER BY 3 DESC, 1\nLIMIT {5}",
      value, label.empty() ? "NULL" : label, joins.from(), where_text(conditions), label.empty() ? "1" : "1, 2", limit);
}

}  // namespace rox
