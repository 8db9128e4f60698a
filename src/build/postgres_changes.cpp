#include "build/postgres_changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>

#include "base/clock.hpp"
#include "base/text.hpp"
#include "build/missing_keys.hpp"
#include "engine/postgres/copy_table.hpp"
#include "engine/result/cells.hpp"
#include "load/change_tables.hpp"
#include "sql/ddl_keys.hpp"
#include "sql/quote.hpp"
#include "sql/table_ddl.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::postgres;

constexpr const char* kOthers = "somebody else has changed it on the server";
/// Of columns of a row that was updated.
constexpr const char* kDiffer = "c.old IS DISTINCT FROM c.new";

constexpr const char* kUntold = "the rows of changed records can't be told by their key";

/// The table's key alone, as a table.
Table key_of(const Table& table, std::string name) {
  Table key;
  key.name = std::move(name);
  for (const std::string& column : table.primary_key)
    key.columns.push_back(table.columns[table.find_column(column).value()]);
  return key;
}

std::string text_of(const char* row, const std::string& column) {
  return fmt::format("{}.{}::text", row, sql_name(column, kDialect));
}

/// Columns of a row as JSON, as a local warehouse keeps it (load/change_rows.cpp): those for which a condition on `old`
/// and `new` is true.
std::string json_of(const Table& table, const char* value, const char* condition) {
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const std::string& name = table.columns[i].name;
    columns.push_back(
        fmt::format("({}, {}, {}, {})", i, sql_literal(name, kDialect), text_of("old", name), text_of("come", name)));
  }
  return fmt::format(
      "(SELECT '{{' || coalesce(string_agg(to_json(c.name)::text || ':' || coalesce(to_json(c.{})::text, 'null'), ',' "
      "ORDER BY c.place), '') || '}}' FROM (VALUES {}) AS c (place, name, old, new) WHERE {})",
      value, join(columns, ", "), condition);
}

/// Whether rows of the table depend on those of others, or the other way round.
bool is_in_enforced_relation(const Model& model, const Table& table) {
  const auto refers = [&](const Table& child, const Relation& relation) {
    return relation.enforce && (child.name == table.name || equals_ignore_case(relation.table, table.name));
  };
  return std::any_of(model.tables.begin(), model.tables.end(), [&](const Table& child) {
    return std::any_of(child.relations.begin(), child.relations.end(),
                       [&](const Relation& relation) { return refers(child, relation); });
  });
}

}  // namespace

PostgresChanges::PostgresChanges(Workspace& workspace, PostgresConnection& session, BoundSelects& selects,
                                 const NextTables& names)
    : workspace_(workspace), session_(session), selects_(selects), names_(names) {}

std::set<std::string> PostgresChanges::next_tables(const Table& table) {
  std::set<std::string> names = {NextTables::come_name(table.name)};
  if (!table.primary_key.empty()) names.insert(NextTables::gone_name(table.name));
  return names;
}

std::uint64_t PostgresChanges::count(const std::string& from) { return count_rows(session_, from); }

ChangedTablesPlace PostgresChanges::place() {
  return {session_, [this](const std::string& table) { return names_.come(table); },
          [this](const std::string& table) { return names_.gone_rows(*workspace_.inputs().model.find_table(table)); },
          [this](const std::string& table) { return names_.published(table); }};
}

std::string PostgresChanges::why_not(LoadContext&, const Table& table, const LoadedTable& loaded) {
  if (is_in_enforced_relation(workspace_.inputs().model, table)) return "a relation of it is enforced";
  if (const std::string reader = selects_.other_sql_with(table.name); !reader.empty()) {
    return reader + " reads it in SQL of PostgreSQL's own";
  }
  std::string why = look_at(table, loaded);
  if (!why.empty()) give_up(table);
  return why;
}

/// Leaves an empty table for the rows that come.
std::string PostgresChanges::look_at(const Table& table, const LoadedTable& loaded) {
  give_up(table);
  Table rows = table;
  rows.name = NextTables::come_name(table.name);
  session_.execute(create_table_sql(rows, names_.next(), kDialect));
  auto keys = keys_as_made(session_, names_.schema(), table, names_.come(table.name));
  if (!keys || !is_untouched(session_, names_.schema(), table.name, loaded.counts.rows_out)) return kOthers;
  bases_[table.name] = {std::move(*keys), loaded.counts.rows_out};
  return "";
}

std::string PostgresChanges::find_deleted(LoadContext& context, const Table& table, const FoundChange& found) {
  if (!has_single_keys(context, table, found.added)) return kUntold;
  if (found.removed > 0 && !bases_.at(table.name).keys.has_primary) return kUntold;
  session_.execute("BEGIN; SET LOCAL work_mem = '64MB'");
  std::string why;
  try {
    why = prepare(context, table, found);
    session_.execute(why.empty() ? "COMMIT" : "ROLLBACK");
  } catch (...) {
    try {
      session_.execute("ROLLBACK");
    } catch (const Error&) {  // the connection is gone, as the first error says
    }
    throw;
  }
  if (!why.empty()) return why;
  // What is gone is known on the server alone.
  context.connection.execute(
      fmt::format("CREATE TABLE {} AS SELECT * FROM {} LIMIT 0", deleted_name(table.name), inserted_name(table.name)));
  return "";
}

/// Of a published row `old`; empty if all of them stay.
std::string PostgresChanges::where_it_stays(const Table& table, const FoundChange& found) const {
  if (found.removed == 0) return "";
  return fmt::format(" WHERE NOT EXISTS (SELECT 1 FROM {} AS gone WHERE {})", names_.gone(table.name),
                     equal_columns(table.primary_key, "old", "gone"));
}

std::string PostgresChanges::prepare(LoadContext& context, const Table& table, const FoundChange& found) {
  Table rows = table;
  rows.name = NextTables::come_name(table.name);
  send(context.connection,
       fmt::format("SELECT {} FROM {}", sql_names(table.column_names(), SqlDialect::duckdb), inserted_name(table.name)),
       rows);
  if (count(names_.come(table.name)) != found.added) return "the server has other rows than were sent";
  if (!table.primary_key.empty()) {
    const std::string key = sql_names(table.primary_key, kDialect, "old.");
    const auto same = [&](const char* other) { return equal_columns(table.primary_key, "old", other); };
    session_.execute(fmt::format("CREATE TABLE {} AS SELECT {} FROM {} AS come JOIN {} AS old ON {}",
                                 names_.gone(table.name), key, names_.come(table.name), names_.published(table.name),
                                 same("come")));
    if (count(names_.gone(table.name)) != found.updated) return kUntold;
    if (found.removed > found.updated) {
      add_missing_keys(context, table, found.removed - found.updated);
      if (count(names_.gone(table.name)) != found.removed) return kUntold;
    }
    session_.execute("ANALYZE " + names_.gone(table.name));
  }
  const std::string columns = sql_names(table.column_names(), kDialect);
  session_.execute(fmt::format("CREATE VIEW {} AS SELECT {} FROM {} AS old{} UNION ALL SELECT {} FROM {}",
                               names_.in_next(table.name), columns, names_.published(table.name),
                               where_it_stays(table, found), columns, names_.come(table.name)));
  return judge_alternate_keys(table, found);
}

/// The keys that the exports have no more, to those of rows that go.
void PostgresChanges::add_missing_keys(LoadContext& context, const Table& table, std::uint64_t missing) {
  const std::string names = sql_names(table.primary_key, SqlDialect::duckdb);
  context.connection.execute(fmt::format("CREATE OR REPLACE TEMP TABLE rox_now AS SELECT {} FROM read_export({})",
                                         names, sql_literal(table.name, SqlDialect::duckdb)));
  const KeyedRows rows{"rox_now", names_.published(table.name), names_.come(table.name), names_.gone(table.name)};
  const SidedCondition where = where_keys_are_missing(context.connection, session_, table, rows, missing);
  const Table keys = key_of(table, next_name("keys", table.name));
  session_.execute(create_table_sql(keys, names_.next(), kDialect));
  send(context.connection, fmt::format("SELECT {} FROM rox_now WHERE {}", names, where.here), keys);
  context.connection.execute("DROP TABLE rox_now");
  session_.execute(
      fmt::format("INSERT INTO {} SELECT {} FROM (SELECT * FROM {} WHERE {}) AS old WHERE NOT EXISTS (SELECT 1 FROM {} "
                  "AS now WHERE "
                  "{}); DROP TABLE {}",
                  names_.gone(table.name), sql_names(table.primary_key, kDialect, "old."), names_.published(table.name),
                  where.there, names_.in_next(keys.name), equal_columns(table.primary_key, "old", "now"),
                  names_.in_next(keys.name)));
}

void PostgresChanges::send(DuckDbConnection& from, const std::string& select, const Table& table) {
  std::atomic<std::uint64_t> sent = 0;
  const std::atomic<bool> stop = false;
  copy_table(from, select, table, session_,
             fmt::format("COPY {} ({}) FROM STDIN WITH (FORMAT binary)", names_.in_next(table.name),
                         sql_names(table.column_names(), kDialect)),
             sent, stop);
  session_.execute("ANALYZE " + names_.in_next(table.name));
}

/// Those that the server has must still hold, and those that it hasn't must still not: else the table is made anew,
/// with other keys.
std::string PostgresChanges::judge_alternate_keys(const Table& table, const FoundChange& found) {
  const PublishedKeys& keys = bases_.at(table.name).keys;
  std::vector<std::string> warnings;
  for (const std::vector<std::string>& key : table.unique) {
    if (!choose_unique(table, key, kDialect).declared) continue;
    const std::string columns = sql_names(key, kDialect);
    std::vector<std::string> present;
    for (const std::string& column : key) present.push_back(sql_name(column, kDialect) + " IS NOT NULL");
    const auto is_repeated = [&](const std::string& from) {
      return count(fmt::format("(SELECT 1 FROM {} WHERE {} GROUP BY {} HAVING count(*) > 1 LIMIT 1) AS repeated", from,
                               join(present, " AND "), columns)) > 0;
    };
    if (keys.all.contains(folded(key))) {
      const std::string taken =
          fmt::format("(SELECT 1 FROM {} AS come JOIN {} AS old ON {}{} LIMIT 1) AS taken", names_.come(table.name),
                      names_.published(table.name), equal_columns(key, "come", "old"), where_it_stays(table, found));
      if (is_repeated(names_.come(table.name)) || count(taken) > 0) {
        return fmt::format("({}) isn't unique any more", join(key, ", "));
      }
    } else if (found.removed > 0 && !is_repeated(names_.in_next(table.name))) {
      return fmt::format("({}) is unique now", join(key, ", "));
    } else {
      warnings.push_back(fmt::format("({}) of {} is not unique, so the server has no such key; see `rox check`",
                                     join(key, ", "), table.name));
    }
  }
  for (std::string& warning : warnings) workspace_.warn(std::move(warning));
  return "";
}

std::uint64_t PostgresChanges::apply(LoadContext&, const Table& table, const FoundChange& found) {
  return bases_.at(table.name).rows - found.removed + found.added;
}

/// With the view that reads them.
void PostgresChanges::give_up(const Table& table) {
  session_.execute(
      fmt::format("DROP TABLE IF EXISTS {}, {} CASCADE", names_.come(table.name), names_.gone(table.name)));
}

std::vector<PostgresPublication::ChangedTable> PostgresChanges::to_publish() {
  std::vector<PostgresPublication::ChangedTable> changed;
  for (const std::string& name : workspace_.due()) {
    if (!workspace_.is_changed_elsewhere(name)) continue;
    const Table& table = *workspace_.inputs().model.find_table(name);
    const std::string same = equal_columns(table.primary_key, "old", "gone");
    Counts& counts = counts_[name];
    counts.inserted = count(names_.come(name));
    if (!table.primary_key.empty()) {
      counts.deleted = count(names_.gone(name));
      counts.updated =
          count(fmt::format("{} AS old JOIN {} AS gone ON {}", names_.come(name), names_.gone(name), same));
    }
    PostgresPublication::ChangedTable change =
        stays_published(session_, names_.schema(), name, workspace_.inputs().before.tables.at(name).counts.rows_out);
    if (counts.is_listed()) change.keep = keep_rows(table);
    change.removed = counts.deleted;
    if (counts.deleted > 0) {
      change.remove = fmt::format("DELETE FROM {} AS old USING {} AS gone WHERE {}", names_.published(name),
                                  names_.gone(name), same);
    }
    change.inserted = counts.inserted;
    const std::string columns = sql_names(table.column_names(), kDialect);
    if (counts.inserted > 0) {
      change.insert = fmt::format("INSERT INTO {} ({}) SELECT {} FROM {}", names_.published(name), columns, columns,
                                  names_.come(name));
    }
    if ((counts.inserted + counts.deleted) * 10 > change.rows) grown_.push_back(names_.published(name));
    changed.push_back(std::move(change));
  }
  return changed;
}

/// A statement that writes them down, with their old and new values, while both are there.
std::string PostgresChanges::keep_rows(const Table& table) const {
  // Without a key rows only come.
  std::string key = "NULL";
  std::string is_old = "false";
  std::string is_new = "true";
  std::string join_sides = "LEFT JOIN";
  if (!table.primary_key.empty()) {
    std::vector<std::string> parts;
    for (const std::string& column : table.primary_key) {
      parts.push_back(fmt::format("coalesce({}, {})", text_of("come", column), text_of("old", column)));
    }
    key = fmt::format("concat_ws(', ', {})", join(parts, ", "));
    is_old = fmt::format("old.{} IS NOT NULL", sql_name(table.primary_key.front(), kDialect));
    is_new = fmt::format("come.{} IS NOT NULL", sql_name(table.primary_key.front(), kDialect));
    join_sides = "FULL JOIN";
  }
  const std::string rows =
      fmt::format("{} AS come {} {} AS old ON {}", names_.come(table.name), join_sides, names_.gone_rows(table),
                  table.primary_key.empty() ? "false" : equal_columns(table.primary_key, "old", "come"));
  return fmt::format(
      "INSERT INTO {0} SELECT {9}, {10}, CASE WHEN NOT ({1}) THEN 'insert' WHEN NOT ({2}) THEN 'delete' ELSE 'update' "
      "END, {3}, CASE WHEN ({1}) AND ({2}) THEN {4} WHEN {1} THEN {5} END, CASE WHEN ({1}) AND ({2}) THEN {6} WHEN {2} "
      "THEN {7} END FROM {8}",
      postgres_account(session_, "changes"), is_old, is_new, key, json_of(table, "old", kDiffer),
      json_of(table, "old", "true"), json_of(table, "new", kDiffer), json_of(table, "new", "true"), rows,
      sql_literal(workspace_.inputs().run, kDialect), sql_literal(table.name, kDialect));
}

std::vector<std::string> PostgresChanges::account_statements() const {
  const BuildInputs& inputs = workspace_.inputs();
  std::vector<std::string> statements;
  const std::string writers = postgres_account(session_, "writers");
  const std::string changes = postgres_account(session_, "change_counts");
  std::vector<std::string> dropped = inputs.plan.dropped;
  dropped.insert(dropped.end(), inputs.plan.dropped_marts.begin(), inputs.plan.dropped_marts.end());
  for (const std::string& name : dropped) {
    statements.push_back(fmt::format("DELETE FROM {} WHERE \"table\" = {}", writers, sql_literal(name, kDialect)));
  }
  for (const std::string& name : workspace_.due()) {
    const std::string table = sql_literal(name, kDialect);
    const std::string head =
        fmt::format("INSERT INTO {} VALUES ({}, {}, ", changes, sql_literal(inputs.run, kDialect), table);
    if (const auto found = counts_.find(name); found != counts_.end()) {
      const Counts& counts = found->second;
      statements.push_back(fmt::format("{}'changes', {}, {}, {})", head, counts.inserted - counts.updated,
                                       counts.updated, counts.deleted - counts.updated));
      if (counts.inserted > 0) statements.push_back(written_too(session_, name));
    } else {
      statements.push_back(fmt::format("{}'whole, {} rows', NULL, NULL, NULL)", head,
                                       workspace_.state().tables.at(name).counts.rows_out));
      statements.push_back(written_at_once(session_, names_.schema(), name));
    }
  }
  // With no days to keep, not those of this run either.
  const std::chrono::hours kept{24 * inputs.project.source.keep_days};
  const std::chrono::system_clock::time_point now = std::chrono::system_clock::now();
  const std::string first = run_id_of(kept.count() > 0 ? now - kept : now + std::chrono::hours{24});
  for (const std::string& account : {changes, postgres_account(session_, "changes")}) {
    statements.push_back(fmt::format("DELETE FROM {} WHERE run < {}", account, sql_literal(first, kDialect)));
  }
  return statements;
}

}  // namespace rox
