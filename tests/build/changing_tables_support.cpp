#include <fmt/format.h>

#include <utility>

#include "base/text.hpp"
#include "changing_tables.hpp"
#include "sql/references.hpp"

namespace rox::test {

ChangingTables::ChangingTables(DuckDbConnection& connection, std::vector<RandomTable> tables, std::size_t rows,
                               unsigned seed)
    : connection_(connection), tables_(std::move(tables)), random_(seed) {
  for (const RandomTable& table : tables_) {
    connection_.execute(fmt::format("CREATE TABLE {} AS {}", table.name, random_rows(table, rows)));
  }
}

std::vector<RandomTable> shop(std::size_t rows) {
  const auto some = [](std::size_t values) { return fmt::format("nullif(random % {}, 0)::INTEGER", values); };
  return {
      {"Sale",
       {{"id", some(rows)},
        {"customer", some(rows / 3 + 2)},
        {"day", "DATE '2020-01-01' + (random % 9)::INTEGER"},
        {"total", "(random % 50)::DECIMAL(18,2)"}}},
      {"Line",
       {{"sale", some(rows)},
        {"n", "(random % 4)::INTEGER"},
        {"product", some(rows / 6 + 6)},
        {"amount", "(random % 20)::DECIMAL(18,2)"}}},
      {"Customer",
       {{"id", some(rows / 3 + 2)}, {"area", some(4)}, {"boss", some(rows / 3 + 2)}, {"code", "(random % 5)::BIGINT"}}},
      {"Product",
       {{"id", some(rows / 6 + 6)}, {"kind", "'k' || (random % 3)"}, {"price", "(random % 9)::DECIMAL(18,2)"}}}};
}

/// Each value is random by the row's number and a seed, so that the same seed gives the same tables.
std::string ChangingTables::random_rows(const RandomTable& table, std::size_t rows) {
  std::vector<std::string> values;
  for (const RandomColumn& column : table.columns) {
    const std::string seed = std::to_string(random_());
    std::string value = column.value;
    for (std::size_t at = value.find("random"); at != std::string::npos; at = value.find("random", at)) {
      const std::string with = fmt::format("(hash(i + {}) // 7)", seed);
      value.replace(at, 6, with);
      at += with.size();
    }
    values.push_back(fmt::format("{} AS {}", value, column.name));
  }
  const std::size_t first = std::exchange(next_row_, next_row_ + rows);
  return fmt::format("SELECT {} FROM range({}, {}) AS t(i)", join(values, ", "), first, first + rows);
}

void ChangingTables::change_table(const RandomTable& table, std::size_t most) {
  begin_change(connection_, table.name);
  const std::string inserted = inserted_name(table.name);
  const std::string deleted = deleted_name(table.name);
  connection_.execute(fmt::format("CREATE TABLE {} AS SELECT * FROM {} ORDER BY hash(rowid + {}) LIMIT {}", deleted,
                                  table.name, random_(), up_to(most)));
  connection_.execute(fmt::format("CREATE TABLE {} AS {}", inserted, random_rows(table, up_to(most))));
  if (up_to(1) == 0) {  // some are updated: one column is another one, the others are as they were
    const std::string& column =
        table.columns[std::uniform_int_distribution<std::size_t>(table.keys, table.columns.size() - 1)(random_)].name;
    connection_.execute(
        fmt::format("INSERT INTO {0} SELECT * REPLACE ((SELECT any_value({2}) FROM {3}) AS {2}) FROM {1} ORDER BY "
                    "hash({2}) LIMIT {4}",
                    inserted, deleted, column, table.name, up_to(most)));
  }
  connection_.execute(fmt::format("CREATE OR REPLACE TABLE {0} AS (FROM {0} EXCEPT ALL FROM {1}) UNION ALL FROM {2}",
                                  table.name, deleted, inserted));
}

BuildChanges ChangingTables::change(std::size_t most) {
  BuildChanges changes;
  for (const RandomTable& table : tables_) {
    if (up_to(1) > 0) continue;
    change_table(table, most);
    changes.known.insert(table.name);
  }
  return changes;
}

Mart mart_of(const std::string& name, const std::string& select, const std::vector<std::string>& key) {
  Mart mart;
  mart.file.name = name;
  mart.file.path = name + ".sql";
  mart.file.text = select;
  mart.key = key;
  for (const TableReference& table : table_references(select)) mart.reads.push_back(table.name);
  return mart;
}

void begin_changes(DuckDbConnection& connection, const std::string& table) {
  begin_change(connection, table);
  for (const std::string& changed : {inserted_name(table), deleted_name(table)}) {
    connection.execute(fmt::format("CREATE TABLE {} AS FROM {} LIMIT 0", changed, table));
  }
}

void insert_rows(DuckDbConnection& connection, BuildChanges& changes, const std::string& table,
                 const std::string& values) {
  connection.execute(
      fmt::format("INSERT INTO {0} VALUES {2}; INSERT INTO {1} VALUES {2}", table, inserted_name(table), values));
  changes.known.insert(table);
}

void delete_rows(DuckDbConnection& connection, BuildChanges& changes, const std::string& table,
                 const std::string& where) {
  connection.execute(
      fmt::format("INSERT INTO {1} FROM {0} WHERE {2}; DELETE FROM {0} WHERE {2}", table, deleted_name(table), where));
  changes.known.insert(table);
}

std::int64_t difference(DuckDbConnection& connection, const std::string& one, const std::string& other) {
  return query_integer(connection, fmt::format("SELECT (SELECT count(*) FROM (FROM {0} EXCEPT ALL FROM {1})) + "
                                               "(SELECT count(*) FROM (FROM {1} EXCEPT ALL FROM {0}))",
                                               one, other));
}

std::int64_t temporary_objects(DuckDbConnection& connection) {
  return query_integer(connection,
                       "SELECT (SELECT count(*) FROM duckdb_views() WHERE temporary AND NOT internal) + "
                       "(SELECT count(*) FROM duckdb_tables() WHERE temporary AND table_name LIKE 'rox%')");
}

}  // namespace rox::test
