#include "build/postgres_history.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.hpp"
#include "base/text.hpp"
#include "build/published_table.hpp"
#include "engine/result/cells.hpp"
#include "load/change_tables.hpp"
#include "load/history.hpp"
#include "sql/quote.hpp"
#include "sql/table_ddl.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::postgres;

/// "r" of a table, "v" of a view, nothing if there is none.
std::string kind_of(PostgresConnection& connection, const std::string& name) {
  const std::vector<std::string> kinds = query_texts(
      connection, fmt::format("SELECT relkind FROM pg_class WHERE oid = to_regclass({})", sql_literal(name, kDialect)));
  return kinds.empty() ? "" : kinds.front();
}

void drop(PostgresConnection& connection, const std::string& name) {
  const std::string kind = kind_of(connection, name);
  if (!kind.empty()) connection.execute(fmt::format("DROP {} {} CASCADE", kind == "v" ? "VIEW" : "TABLE", name));
}

std::string columns_of(const Table& table, std::string_view prefix = {}) {
  return sql_names(table.column_names(), kDialect, prefix);
}

/// Rows with the same key and the same values.
std::string same_row(const Table& table, std::string_view one, std::string_view other) {
  std::vector<std::string> same{equal_columns(table.primary_key, one, other)};
  for (const std::string& column : table.column_names()) {
    const std::string name = sql_name(column, kDialect);
    same.push_back(fmt::format("{}.{} IS NOT DISTINCT FROM {}.{}", one, name, other, name));
  }
  return join(same, " AND ");
}

}  // namespace

void PostgresHistory::make(PostgresConnection& connection, const Table& table) const {
  const std::string published = names_.published(table.history_name());
  const std::string next = names_.in_next(table.history_name());
  drop(connection, next);
  connection.execute(create_table_sql(history_table(table), names_.next(), kDialect));
  const bool is_there = kind_of(connection, published) == "r";
  if (is_there && workspace_.is_changed_elsewhere(table.name) && have_same_columns(connection, published, next)) {
    drop(connection, next);
    make_view(connection, table);
  } else {
    make_whole(connection, table);
  }
}

/// History only goes forward.
PostgresHistory::Moment PostgresHistory::now(PostgresConnection& connection, const Table& table) const {
  const std::string text = utc_text(workspace_.written(table.name), "%Y-%m-%d %H:%M:%S");
  Moment moment{fmt::format("TIMESTAMP {}", sql_literal(text, kDialect)),
                sql_literal(workspace_.inputs().run, kDialect)};
  const std::string published = names_.published(table.history_name());
  if (kind_of(connection, published) != "r") return moment;
  const std::vector<std::string> later = query_texts(
      connection,
      fmt::format("SELECT greatest({}, max(valid_from) + INTERVAL '1 microsecond', max(valid_to) + INTERVAL "
                  "'1 microsecond')::text FROM {}",
                  moment.time, published));
  moment.time = fmt::format("TIMESTAMP {}", sql_literal(later.front(), kDialect));
  return moment;
}

void PostgresHistory::make_whole(PostgresConnection& connection, const Table& table) const {
  const std::string published = names_.published(table.history_name());
  const std::string next = names_.in_next(table.history_name());
  const std::string rows = names_.in_next(table.name);
  const Moment moment = now(connection, table);
  connection.execute("BEGIN");
  if (kind_of(connection, published) == "r") {
    const std::vector<std::string> had = columns_on_server(connection, published);
    std::vector<std::string> kept;
    for (const std::string& column : history_table(table).column_names()) {
      if (std::find(had.begin(), had.end(), to_lower(column)) != had.end()) kept.push_back(column);
    }
    const std::string columns = sql_names(kept, kDialect);
    connection.execute(fmt::format("INSERT INTO {} ({}) SELECT {} FROM {}", next, columns, columns, published));
    connection.execute(fmt::format(
        "UPDATE {} AS h SET valid_to = {} WHERE valid_to IS NULL AND NOT EXISTS (SELECT 1 FROM {} AS now WHERE {})",
        next, moment.time, rows, same_row(table, "h", "now")));
  }
  connection.execute(
      fmt::format("INSERT INTO {} SELECT {}, {}, NULL, {} FROM {} AS now WHERE NOT EXISTS (SELECT 1 FROM {} AS h WHERE "
                  "h.valid_to IS "
                  "NULL AND {})",
                  next, columns_of(table, "now."), moment.time, moment.run, rows, next, same_row(table, "h", "now")));
  connection.execute("COMMIT");
  connection.execute("ANALYZE " + next);
}

/// Of a published version `h`.
std::string PostgresHistory::is_gone(const Table& table) const {
  return fmt::format("h.valid_to IS NULL AND EXISTS (SELECT 1 FROM {} AS gone WHERE {})", names_.gone(table.name),
                     equal_columns(table.primary_key, "h", "gone"));
}

std::string PostgresHistory::come(const Table& table, const Moment& now) const {
  return fmt::format("SELECT {}, {}, CAST(NULL AS TIMESTAMP), {} FROM {}", columns_of(table), now.time, now.run,
                     names_.come(table.name));
}

void PostgresHistory::make_view(PostgresConnection& connection, const Table& table) const {
  const Moment moment = now(connection, table);
  connection.execute(fmt::format(
      "CREATE VIEW {} AS SELECT {}, valid_from, CASE WHEN {} THEN {} ELSE valid_to END AS valid_to, run FROM {} AS h "
      "UNION ALL {}",
      names_.in_next(table.history_name()), columns_of(table), is_gone(table), moment.time,
      names_.published(table.history_name()), come(table, moment)));
}

PostgresHistory::Publication PostgresHistory::to_publish(PostgresConnection& session) const {
  Publication publication;
  for (const std::string& name : workspace_.due()) {
    const Table& table = *workspace_.inputs().model.find_table(name);
    if (!table.history) continue;
    if (kind_of(session, names_.in_next(table.history_name())) == "r") {
      publication.replaced.push_back(to_lower(table.history_name()));
      continue;
    }
    const std::string published = names_.published(table.history_name());
    const Moment moment = now(session, table);
    publication.statements.push_back(
        fmt::format("UPDATE {} AS h SET valid_to = {} WHERE {}", published, moment.time, is_gone(table)));
    publication.statements.push_back(fmt::format("INSERT INTO {} {}", published, come(table, moment)));
  }
  return publication;
}

}  // namespace rox
