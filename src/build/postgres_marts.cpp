#include "build/postgres_marts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/error.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "build/published_table.hpp"
#include "build/temporary_objects.hpp"
#include "load/change_tables.hpp"
#include "plan/fingerprint.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::postgres;

constexpr const char* kOthers = "somebody else has changed it on the server";
constexpr const char* kOtherColumns = "its SELECT gives other columns than it has";
constexpr const char* kNoKey = "its key doesn't tell its rows apart";
constexpr const char* kMost = "more than one in five of its rows is touched";

/// If a larger share of a large mart's rows have touched keys, one SELECT of all takes no longer.
constexpr std::uint64_t kShare = 5;
constexpr std::uint64_t kFew = 5'000;

/// A mart of more rows isn't compared with what it was: made whole, it takes its place.
constexpr std::uint64_t kMostCompared = 100'000;

/// What its SELECT gives, or some of it.
constexpr const char* kMade = "rox: made";

/// The mart as a table of its key.
Table table_of(const Mart& mart) {
  Table table;
  table.name = mart.file.name;
  table.primary_key = mart.key;
  return table;
}

/// Those of the columns that the names mean, by position; nothing if one isn't there.
std::optional<Positions> positions_of(const std::vector<std::string>& names, const std::vector<std::string>& columns) {
  Positions positions;
  for (const std::string& name : names) {
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const std::string& column) { return equals_ignore_case(column, name); });
    if (found == columns.end()) return std::nullopt;
    positions.push_back(static_cast<std::size_t>(found - columns.begin()));
  }
  return positions;
}

}  // namespace

bool PostgresMarts::is_updated(const std::set<std::string>& there, const std::string& mart) {
  return there.contains(NextTables::left_name(mart)) ||
         (there.contains(NextTables::come_name(mart)) && there.contains(NextTables::gone_name(mart)) &&
          there.contains(NextTables::moved_name(mart)));
}

std::set<std::string> PostgresMarts::next_tables(const std::string& mart) {
  return {NextTables::left_name(mart), NextTables::come_name(mart), NextTables::gone_name(mart),
          NextTables::moved_name(mart)};
}

bool PostgresMarts::is_as_before(const Mart& mart) const {
  const BuildInputs& inputs = workspace_.inputs();
  const auto before = inputs.before.marts.find(mart.file.name);
  return !inputs.full_refresh && before != inputs.before.marts.end() &&
         is_made_by(mart, before->second, fingerprints_of(inputs.before));
}

std::uint64_t PostgresMarts::rows_before(const std::string& mart) const {
  return workspace_.inputs().before.marts.at(mart).counts.rows_out;
}

/// What goes wrong here goes wrong again when the mart is made whole, and is told then.
PostgresMarts::Update PostgresMarts::update(PostgresConnection& connection, const Mart& mart) {
  if (!is_as_before(mart)) return {};
  try {
    return try_update(connection, mart);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::outside) throw;
    connection.execute("ROLLBACK");
    give_up(connection, mart.file.name);
    return {false, {}, "its SELECT of some keys fails on the server"};
  }
}

PostgresMarts::Update PostgresMarts::try_update(PostgresConnection& connection, const Mart& mart) {
  if (!may_make_temporary(connection)) return {false, {}, kNoTemporary};
  PostgresTables there(connection, workspace_, selects_, names_, others_);
  ChangedTables tables(there.place(), there.changes());
  const std::vector<std::string> columns = selects_.columns_of(mart.file.name);
  const auto key = positions_of(mart.key, columns);
  if (columns.empty() || !key) return {false, {}, kOtherColumns};
  const TouchedPart part = find_touched_part(tables, tables.plans({mart.file.text}).front(), *key);
  const bool is_whole = part.reach == Reach::all;
  if (is_whole && rows_before(mart.file.name) > kMostCompared) return {false, {}, part.why};
  if (!is_untouched(connection, names_.schema(), mart.file.name, rows_before(mart.file.name))) {
    return {false, {}, kOthers};
  }
  Update update;
  update.rows.changed.emplace();
  if (part.reach == Reach::none) {
    leave(connection, mart.file.name);
    update.rows.how = "no change reaches it";
  } else {
    update.why = is_whole ? update_whole(connection, mart, columns, update.rows)
                          : update_part(connection, mart, part, columns, update.rows);
    if (is_whole) update.rows.how = "made whole, then compared: " + part.why;
    if (!update.why.empty()) return update;
  }
  for (const std::string& read : mart.rows ? mart.rows->tables : mart.reads) update.rows.in += there.rows(read);
  update.rows.out = rows_before(mart.file.name) + update.rows.changed->inserted - update.rows.changed->deleted;
  require_rows(mart, update.rows);
  update.done = true;
  return update;
}

/// With the view that reads them.
void PostgresMarts::give_up(PostgresConnection& connection, const std::string& mart) {
  connection.execute(fmt::format("DROP TABLE IF EXISTS {}, {}, {}, {} CASCADE", names_.left(mart), names_.come(mart),
                                 names_.gone(mart), names_.moved(mart)));
}

void PostgresMarts::leave(PostgresConnection& connection, const std::string& mart) {
  connection.execute(fmt::format("CREATE TABLE IF NOT EXISTS {} ()", names_.left(mart)));
}

/// Empty if it could be done; else why not. Counts what changed.
std::string PostgresMarts::update_part(PostgresConnection& connection, const Mart& mart, const TouchedPart& part,
                                       const std::vector<std::string>& columns, MartRows& rows) {
  const std::uint64_t all = rows_before(mart.file.name);
  TemporaryObjects objects(connection);
  const TemporaryObjects::Table before =
      objects.add_table("rox: before", part.rows_of(names_.published(mart.file.name), columns));
  if (all > kFew && before.rows > all / kShare) return kMost;
  const std::string made = objects.expect_table(kMade);
  materialize_mart(connection, mart, {made, true, part.narrowing()});
  const TemporaryObjects::Table after = objects.add_table("rox: after", part.rows_of(made, columns));
  std::vector<std::string> touched;
  for (const std::size_t column : part.key) touched.push_back(columns.at(column));
  rows.how = fmt::format("{} {} ({})", human_count(part.keys), part.keys == 1 ? "key" : "keys", join(touched, ", "));
  return compare(connection, mart, {before.name, after.name, touched, columns}, rows);
}

std::string PostgresMarts::update_whole(PostgresConnection& connection, const Mart& mart,
                                        const std::vector<std::string>& columns, MartRows& rows) {
  TemporaryObjects objects(connection);
  const std::string made = objects.expect_table(kMade);
  materialize_mart(connection, mart, {made, true});
  std::string why = compare(connection, mart, {names_.published(mart.file.name), made, columns, columns}, rows);
  const std::uint64_t all = rows_before(mart.file.name);
  if (why.empty() && all > kFew && (rows.changed->inserted + rows.changed->deleted) * 2 > all) {
    give_up(connection, mart.file.name);
    why = "most of it changed";
  }
  return why;
}

/// Keeps what differs among the next tables, if the published mart is one whose rows can be changed. (Some of) its
/// SELECT's rows were made.
std::string PostgresMarts::compare(PostgresConnection& connection, const Mart& mart, const Sides& sides,
                                   MartRows& rows) {
  const auto keys = keys_as_made(connection, names_.schema(), table_of(mart), KeySql(kDialect).temporary(kMade));
  if (!keys || keys->has_primary == mart.key.empty()) return kOthers;
  if (columns_on_server(connection, KeySql(kDialect).temporary(kMade)) != folded(sides.columns)) return kOtherColumns;
  connection.execute("BEGIN");
  std::string why = keep_moved_rows(connection, mart, sides);
  if (!why.empty()) {
    connection.execute("ROLLBACK");
    return why;
  }
  rows.changed = {count_rows(connection, names_.come(mart.file.name)), 0,
                  count_rows(connection, names_.gone(mart.file.name))};
  connection.execute("COMMIT");
  if (rows.changed->inserted + rows.changed->deleted == 0) leave(connection, mart.file.name);
  return "";
}

/// The rows of which there are more on one side, by the key that tells rows apart, or else by that of the sides.
std::string PostgresMarts::keep_moved_rows(PostgresConnection& connection, const Mart& mart, const Sides& sides) {
  const KeySql sql(kDialect);
  const std::string published = names_.published(mart.file.name);
  const std::string come = names_.come(mart.file.name);
  const std::string gone = names_.gone(mart.file.name);
  const std::string columns = sql.names(sides.columns);
  const std::string key = sql.names(mart.key.empty() ? sides.key : mart.key);
  give_up(connection, mart.file.name);
  connection.execute(
      fmt::format("CREATE TABLE {0} AS SELECT DISTINCT {1} FROM (SELECT {2}, 1 AS \"rox: n\" FROM {3} UNION ALL SELECT "
                  "{2}, -1 FROM "
                  "{4}) AS both_sides GROUP BY {1}{5} HAVING sum(\"rox: n\") <> 0; ANALYZE {0}",
                  names_.moved(mart.file.name), key, columns, sides.after, sides.before, sql.exactly(sides.columns)));
  const InSet moved = moved_rows(connection, names_, mart.file.name);
  const auto keep = [&](const std::string& name, const std::string& rows) {
    connection.execute(fmt::format("CREATE TABLE {0} AS SELECT {1} FROM {2}; ANALYZE {0}", name, columns,
                                   sql.rows_in(rows, moved, "t")));
  };
  keep(come, sides.after);
  keep(gone, sides.before);
  if (!mart.key.empty()) {
    const bool lacks_some = std::find(moved.null_safe.begin(), moved.null_safe.end(), true) != moved.null_safe.end();
    const std::string repeated =
        fmt::format("(SELECT 1 FROM {} GROUP BY {} HAVING count(*) > 1 LIMIT 1) AS repeated", come, key);
    if (lacks_some || count_rows(connection, repeated) > 0) return kNoKey;
  }
  if (count_rows(connection, sql.rows_in(published, moved, "t")) != count_rows(connection, gone)) return kNoKey;
  connection.execute(fmt::format("CREATE VIEW {} AS SELECT {} FROM {} AS t WHERE NOT {} UNION ALL SELECT {} FROM {}",
                                 names_.in_next(mart.file.name), columns, published, sql.is_in(moved, "t"), columns,
                                 come));
  return "";
}

PostgresMarts::Publication PostgresMarts::to_publish(PostgresConnection& session,
                                                     const std::set<std::string>& there) const {
  Publication publication;
  for (const Step& step : workspace_.inputs().plan.steps) {
    const std::string& mart = step.subject;
    if (step.kind != StepKind::transform || !step.due) continue;
    if (!is_updated(there, mart)) {
      publication.accounts.push_back(written_at_once(session, names_.schema(), mart));
      continue;
    }
    PostgresPublication::ChangedTable change = stays_published(session, names_.schema(), mart, rows_before(mart));
    if (!there.contains(NextTables::left_name(mart))) {
      const std::string published = names_.published(mart);
      change.removed = count_rows(session, names_.gone(mart));
      change.inserted = count_rows(session, names_.come(mart));
      if (change.removed > 0) {
        change.remove = "DELETE FROM " + KeySql(kDialect).rows_in(published, moved_rows(session, names_, mart), "t");
      }
      if (change.inserted > 0) {
        const std::string columns = exact_names(columns_on_server(session, names_.come(mart)), kDialect);
        change.insert =
            fmt::format("INSERT INTO {} ({}) SELECT {} FROM {}", published, columns, columns, names_.come(mart));
        publication.accounts.push_back(written_too(session, mart));
      }
      if ((change.inserted + change.removed) * 10 > change.rows) publication.grown.push_back(published);
    }
    publication.changed.push_back(std::move(change));
  }
  return publication;
}

}  // namespace rox
