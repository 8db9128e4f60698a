#include "load/own_rows.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "load/change_tables.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::duckdb;
constexpr const char* kUntold = "the rows of changed records can't be told by their key";

/// Whether the table as it is has no row without its key and no two with the same.
bool key_holds(DuckDbConnection& connection, const Table& table, const FoundChange& found) {
  if (found.key_holds || table.has_certain_key()) return true;
  return count_rows(connection, fmt::format("{} WHERE NOT ({})", exact_name(table.name, kDialect), has_key(table))) ==
             0 &&
         connection.surely_unique(table.name, {table.primary_key}).front();
}

}  // namespace

std::string has_key(const Table& table) {
  std::vector<std::string> present;
  for (const std::string& column : table.primary_key) present.push_back(exact_name(column, kDialect) + " IS NOT NULL");
  return join(present, " AND ");
}

bool has_single_keys(LoadContext& context, const Table& table, std::uint64_t added) {
  if (table.primary_key.empty()) return true;
  return count_rows(context.connection,
                    fmt::format("(SELECT DISTINCT {} FROM {} WHERE {})", exact_names(table.primary_key, kDialect),
                                inserted_name(table.name), has_key(table))) == added;
}

/// A build that was taken up may have loaded it already.
std::string OwnRows::why_not(LoadContext&, const Table& table, const LoadedTable& loaded) {
  const auto now = there_->find(table.name);
  const bool same = now != there_->end() && now->second.fingerprint == loaded.fingerprint;
  return same ? "" : "it has other rows than were loaded last";
}

/// Those with the key of a record that has come, and those whose key no record has any more.
std::string OwnRows::find_deleted(LoadContext& context, const Table& table, const FoundChange& found) {
  const std::string name = exact_name(table.name, kDialect);
  const std::string deleted = deleted_name(table.name);
  DuckDbConnection& connection = context.connection;
  if (table.primary_key.empty()) {
    connection.execute(fmt::format("CREATE TABLE {} AS SELECT * FROM {} LIMIT 0", deleted, name));
    return "";
  }
  if (!has_single_keys(context, table, found.added)) return kUntold;
  if (found.removed > 0 && !key_holds(connection, table, found)) return kUntold;
  connection.execute(fmt::format("CREATE TABLE {} AS SELECT old.* FROM {} AS old SEMI JOIN {} AS come ON {}", deleted,
                                 name, inserted_name(table.name), same_key(table, "old", "come")));
  if (count_rows(connection, deleted) != found.updated) return kUntold;
  if (found.removed == found.updated) return "";
  connection.execute(fmt::format(
      "CREATE OR REPLACE TEMP TABLE rox_now AS SELECT {} FROM read_export({}); INSERT INTO {} SELECT old.* FROM {} AS "
      "old ANTI JOIN rox_now AS now ON {}; DROP TABLE rox_now",
      exact_names(table.primary_key, kDialect), sql_literal(table.name, kDialect), deleted, name,
      same_key(table, "old", "now")));
  return count_rows(connection, deleted) == found.removed ? "" : kUntold;
}

std::uint64_t OwnRows::apply(LoadContext& context, const Table& table, const FoundChange& found) {
  const std::string name = exact_name(table.name, kDialect);
  const std::string columns = exact_names(table.column_names(), kDialect);
  if (found.removed > 0) {
    context.connection.execute(fmt::format("DELETE FROM {} AS old USING {} AS gone WHERE {}", name,
                                           deleted_name(table.name), same_key(table, "old", "gone")));
  }
  context.connection.execute(
      fmt::format("INSERT INTO {} ({}) SELECT {} FROM {}", name, columns, columns, inserted_name(table.name)));
  return count_rows(context.connection, name);
}

}  // namespace rox
