#include "load/roll_back.hpp"

#include <fmt/format.h>

#include <vector>

#include "engine/result/cells.hpp"
#include "load/change_tables.hpp"
#include "load/earlier_rows.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::duckdb;

}  // namespace

std::set<std::string> changed_after(Engine& engine, const std::string& run) {
  const std::vector<std::string> tables =
      query_texts(engine, fmt::format("SELECT DISTINCT \"table\" FROM rox.change_counts WHERE run > {} AND (how <> "
                                      "'changes' OR inserted + updated + deleted > 0)",
                                      sql_literal(run, kDialect)));
  return {tables.begin(), tables.end()};
}

LoadCounts roll_back(DuckDbConnection& connection, const Table& table, const std::string& run) {
  const std::string name = exact_name(table.name, kDialect);
  const std::string columns = exact_names(table.column_names(), kDialect);
  const std::string now = fmt::format("SELECT {} FROM {}", columns, name);
  begin_change(connection, table.name);
  connection.execute("CREATE OR REPLACE TEMP TABLE rox_then AS " + rows_after(connection, table, run));
  connection.execute(fmt::format("CREATE TABLE {} AS FROM rox_then EXCEPT ALL {}", inserted_name(table.name), now));
  connection.execute(fmt::format("CREATE TABLE {} AS {} EXCEPT ALL FROM rox_then", deleted_name(table.name), now));
  if (table.primary_key.empty()) {  // of equal rows none can be told from the others
    connection.execute(fmt::format("DELETE FROM {0}; INSERT INTO {0} ({1}) SELECT {1} FROM rox_then", name, columns));
  } else {
    connection.execute(fmt::format("DELETE FROM {} AS old USING {} AS gone WHERE {}", name, deleted_name(table.name),
                                   same_key(table, "old", "gone")));
    connection.execute(
        fmt::format("INSERT INTO {} ({}) SELECT {} FROM {}", name, columns, columns, inserted_name(table.name)));
  }
  const std::uint64_t rows = count_rows(connection, "rox_then");
  if (count_rows(connection, name) != rows) {
    throw data_error(fmt::format("table {}: it would have {} rows after going back to run {}, and had {} then",
                                 table.name, count_rows(connection, name), run, rows))
        .hint("nothing was published. Please report this as a bug of rox");
  }
  LoadCounts load;
  load.counts.rows_in = load.counts.rows_out = rows;
  load.changed = {count_rows(connection, inserted_name(table.name)), 0,
                  count_rows(connection, deleted_name(table.name))};
  load.how = fmt::format("as run {} left it: {} rows put back, {} taken out", run, load.changed->inserted,
                         load.changed->deleted);
  connection.execute("DROP TABLE rox_then");
  return load;
}

}  // namespace rox
