#include "load/earlier_rows.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "engine/result/cells.hpp"
#include "engine/sql/schemas.hpp"
#include "ledger/find_run.hpp"
#include "load/change_rows.hpp"
#include "sql/dialect.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::duckdb;

/// Rows of rox.changes or rox.change_counts about the table, by later runs.
std::string later(const Table& table, const std::string& run) {
  return fmt::format("\"table\" = {} AND run > {}", sql_literal(table.name, kDialect), sql_literal(run, kDialect));
}

Error unknown_rows(const Table& table, const std::string& run, const std::string& why) {
  return data_error(fmt::format("table {}: its rows after run {} aren't known: {}", table.name, run, why))
      .hint("name later runs, or other tables; `rox changes` says how each run loaded them");
}

void require_known_changes(Engine& engine, const Table& table, const std::string& run) {
  const std::vector<std::string> whole = query_texts(
      engine,
      fmt::format("SELECT run FROM rox.change_counts WHERE {} AND how <> 'changes' ORDER BY run", later(table, run)));
  if (!whole.empty()) throw unknown_rows(table, run, fmt::format("run {} loaded it whole", whole.front()));
  const std::vector<std::string> uncounted = query_texts(
      engine, fmt::format("SELECT c.run FROM rox.change_counts AS c WHERE {} AND inserted + updated + deleted <> "
                          "(SELECT count(*) FROM rox.changes AS r WHERE r.run = c.run AND r.\"table\" = c.\"table\")",
                          later(table, run)));
  if (!uncounted.empty()) {
    throw unknown_rows(table, run, fmt::format("of run {} only the number of changed rows is kept", uncounted.front()));
  }
}

/// Two rows must not have the same text as their key: with ", " in a value they could.
void require_plain_keys(Engine& engine, const Table& table, const std::string& run) {
  const std::size_t commas = table.primary_key.size() - 1;
  const std::int64_t odd = query_integer(
      engine, fmt::format("SELECT count(*) FROM rox.changes WHERE {} AND (\"key\" IS NULL OR len(\"key\") - "
                          "len(replace(\"key\", ', ', '')) <> {})",
                          later(table, run), 2 * commas));
  if (commas > 0 && odd > 0) throw unknown_rows(table, run, "a part of a changed row's key has ', ' in it");
}

/// The column's value in `json` (a map of texts), of its type.
std::string value_in(const std::string& json, const Column& column) {
  return fmt::format("CAST({}[{}] AS {})", json, sql_literal(column.name, kDialect), sql_type(column, kDialect).text);
}

constexpr const char* kMap = "json_transform({}, '\"MAP(VARCHAR, VARCHAR)\"')";

/// Rows can only have come: without a key nobody could tell which ones were gone.
std::string without_inserted(const Table& table, const std::string& run) {
  std::vector<std::string> values;
  for (const Column& column : table.columns) values.push_back(value_in("m", column));
  return fmt::format("SELECT {0} FROM {1} EXCEPT ALL SELECT {2} FROM (SELECT {3} AS m FROM rox.changes WHERE {4})",
                     exact_names(table.column_names(), kDialect), exact_name(table.name, kDialect), join(values, ", "),
                     fmt::format(fmt::runtime(kMap), "after"), later(table, run));
}

/// The first of the later changes tells whether a key had a row; each column's value is the one before the first change
/// that names it, or the one of now.
std::string with_changes_taken_back(const Table& table, const std::string& run) {
  std::vector<std::string> first_values;
  std::vector<std::string> values;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const Column& column = table.columns[c];
    const std::string name = sql_literal(column.name, kDialect);
    first_values.push_back(
        fmt::format("arg_min({{'v': m[{0}]}}, run) FILTER (WHERE map_contains(m, {0})) AS \"rox: {1}\"", name, c));
    values.push_back(
        fmt::format("CASE WHEN \"rox: {0}\" IS NULL THEN now.{1} ELSE CAST(\"rox: {0}\".v AS {2}) END AS {1}", c,
                    exact_name(column.name, kDialect), sql_type(column, kDialect).text));
  }
  return fmt::format(
      "WITH \"rox: changed\" AS (SELECT \"key\" AS \"rox: key\", arg_min(change, run) AS \"rox: change\", {first} FROM "
      "(SELECT \"key\", change, run, {map} AS m FROM rox.changes WHERE {later}) GROUP BY \"key\") "
      "SELECT {columns} FROM {table} AS now WHERE {key} NOT IN (SELECT \"rox: key\" FROM \"rox: changed\") "
      "UNION ALL SELECT {values} FROM \"rox: changed\" LEFT JOIN {table} AS now ON {key} = \"rox: key\" WHERE "
      "\"rox: change\" <> 'insert'",
      fmt::arg("first", join(first_values, ", ")), fmt::arg("map", fmt::format(fmt::runtime(kMap), "before")),
      fmt::arg("later", later(table, run)), fmt::arg("columns", exact_names(table.column_names(), kDialect)),
      fmt::arg("table", exact_name(table.name, kDialect)), fmt::arg("key", key_text(table, "now")),
      fmt::arg("values", join(values, ", ")));
}

}  // namespace

bool keeps_changes(Engine& engine) { return has_tables(engine, engine.accounts(), {"changes", "change_counts"}); }

bool counts_changes(Engine& engine) { return has_tables(engine, engine.accounts(), {"change_counts"}); }

std::string change_counts(const Engine& engine) {
  return sql_name(engine.accounts(), engine.dialect()) + ".change_counts";
}

std::string change_rows(const Engine& engine) { return sql_name(engine.accounts(), engine.dialect()) + ".changes"; }

std::string named_run(Engine& engine, const std::string& name) {
  const std::vector<std::string> runs =
      query_texts(engine, fmt::format("SELECT DISTINCT run FROM {} ORDER BY run DESC", change_counts(engine)));
  if (runs.empty()) throw usage_error("no run has changed anything that is still kept");
  return find_run(runs, name, "of those whose changes are kept");
}

std::string rows_after(Engine& engine, const Table& table, const std::string& run) {
  require_known_changes(engine, table, run);
  const bool changed = query_integer(engine, "SELECT count(*) FROM rox.changes WHERE " + later(table, run)) > 0;
  if (!changed) {
    return fmt::format("SELECT {} FROM {}", exact_names(table.column_names(), kDialect),
                       exact_name(table.name, kDialect));
  }
  if (table.primary_key.empty()) return without_inserted(table, run);
  require_plain_keys(engine, table, run);
  return with_changes_taken_back(table, run);
}

}  // namespace rox
