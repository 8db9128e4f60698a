#include "load/change_rows.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "load/change_tables.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::duckdb;

std::string text_of(const char* row, const std::string& column) {
  return fmt::format("CAST({}.{} AS VARCHAR)", row, exact_name(column, kDialect));
}

/// A list of a column's name and its values in both rows, for each of the columns.
std::string column_list(const Table& table, const char* before, const char* after) {
  std::vector<std::string> columns;
  for (const Column& column : table.columns) {
    columns.push_back(fmt::format("{{'name': {}, 'old': {}, 'new': {}}}", sql_literal(column.name, kDialect),
                                  text_of(before, column.name), text_of(after, column.name)));
  }
  return "[" + join(columns, ", ") + "]";
}

/// The columns that differ, or all, as JSON.
std::string json_of(const char* list, const char* value, bool differing) {
  return fmt::format("to_json(map([c.name FOR c IN {0}{2}], [c.{1} FOR c IN {0}{2}]))", list, value,
                     differing ? " IF c.old IS DISTINCT FROM c.new" : "");
}

}  // namespace

std::string key_text(const Table& table, const char* row) {
  if (table.primary_key.empty()) return "NULL";
  std::vector<std::string> parts;
  for (const std::string& column : table.primary_key) parts.push_back(text_of(row, column));
  return fmt::format("concat_ws(', ', {})", join(parts, ", "));
}

void create_change_rows(Engine& engine) {
  engine.execute(
      "CREATE SCHEMA IF NOT EXISTS rox; "
      "CREATE TABLE IF NOT EXISTS rox.change_counts (run VARCHAR NOT NULL, \"table\" VARCHAR NOT NULL, how VARCHAR NOT "
      "NULL, inserted BIGINT, updated BIGINT, deleted BIGINT); "
      "CREATE TABLE IF NOT EXISTS rox.changes (run VARCHAR NOT NULL, \"table\" VARCHAR NOT NULL, change VARCHAR NOT "
      "NULL, \"key\" VARCHAR, before VARCHAR, after VARCHAR)");
}

void keep_change_rows(Engine& engine, const std::string& run, const Table& table) {
  const std::string inserted = inserted_name(table.name);
  const std::string deleted = deleted_name(table.name);
  const std::uint64_t updates = count_rows(
      engine, fmt::format("{} AS old JOIN {} AS come ON {}", deleted, inserted, same_key(table, "old", "come")));
  const std::uint64_t inserts = count_rows(engine, inserted) - updates;
  const std::uint64_t deletes = count_rows(engine, deleted) - updates;
  const std::string run_text = sql_literal(run, kDialect);
  const std::string name = sql_literal(table.name, kDialect);
  engine.execute(fmt::format("INSERT INTO rox.change_counts VALUES ({}, {}, 'changes', {}, {}, {})", run_text, name,
                             inserts, updates, deletes));
  if (inserts + updates + deletes > kMostChangeRows) return;
  const std::string into = fmt::format("INSERT INTO rox.changes SELECT {}, {}, ", run_text, name);
  const auto of_one_side = [&](const char* row, const std::string& rows, const char* other, const std::string& others) {
    return fmt::format(
        "FROM (SELECT {0}.*, {1} AS \"rox: columns\" FROM {2} AS {0} ANTI JOIN {3} AS {4} ON {5}) AS {0}", row,
        column_list(table, row, row), rows, others, other, same_key(table, "old", "come"));
  };
  if (deletes > 0) {
    engine.execute(into + fmt::format("'delete', {}, {}, NULL {}", key_text(table, "old"),
                                      json_of("\"rox: columns\"", "old", false),
                                      of_one_side("old", deleted, "come", inserted)));
  }
  if (inserts > 0) {
    engine.execute(into + fmt::format("'insert', {}, NULL, {} {}", key_text(table, "come"),
                                      json_of("\"rox: columns\"", "new", false),
                                      of_one_side("come", inserted, "old", deleted)));
  }
  if (updates > 0) {
    engine.execute(into + fmt::format("'update', k, {}, {} FROM (SELECT {} AS k, {} AS l FROM {} AS old JOIN {} AS "
                                      "come ON {})",
                                      json_of("l", "old", true), json_of("l", "new", true), key_text(table, "come"),
                                      column_list(table, "old", "come"), deleted, inserted,
                                      same_key(table, "old", "come")));
  }
}

void keep_whole_load(Engine& engine, const std::string& run, const Table& table, std::uint64_t rows) {
  engine.execute(fmt::format("INSERT INTO rox.change_counts VALUES ({}, {}, 'whole, {} rows', NULL, NULL, NULL)",
                             sql_literal(run, kDialect), sql_literal(table.name, kDialect), rows));
}

bool take_over_changes(Engine& engine, const std::string& since, const std::string& run) {
  const std::string left = "WHERE run >= " + sql_literal(since, kDialect);
  if (count_rows(engine, "rox.change_counts " + left) == 0) return false;
  for (const char* table : {"change_counts", "changes"}) {
    engine.execute(fmt::format("UPDATE rox.{} SET run = {} {}", table, sql_literal(run, kDialect), left));
  }
  return true;
}

void forget_changes_before(Engine& engine, const std::string& run) {
  for (const char* table : {"change_counts", "changes"}) {
    engine.execute(fmt::format("DELETE FROM rox.{} WHERE run < {}", table, sql_literal(run, kDialect)));
  }
}

}  // namespace rox
