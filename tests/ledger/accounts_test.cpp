#include "ledger/accounts.hpp"

#include <gtest/gtest.h>

#include "engine/duckdb/duckdb.hpp"

namespace rox {
namespace {

WarehouseState some_state() {
  WarehouseState state;
  state.tables["Person"] = {"Person", "f1", "r1", {10, 8, 2, 1000}};
  state.tables["It's"] = {"It's", "f2", "r2", {1, 1, 0, 10}};
  state.marts["fact_sales"] = {"fact_sales", "f4", "r2", {10, 11, 0, 0}};
  state.marts["old"] = {"old", "", "r1", {1, 1, 0, 0}};
  state.relations = {{"Customer", "PersonID", "Person", "BusinessEntityID", "f3", 971, 970, "1, 2, 3"}};
  return state;
}

TEST(StateTablesTest, AreReadAsTheyWereWritten) {
  DuckDbDatabase database({}, {});
  DuckDbConnection connection = database.connect();
  EXPECT_EQ(read_state_tables(connection), WarehouseState{}) << "a database that isn't rox's";
  create_state_tables(connection);
  const WarehouseState state = some_state();
  for (int twice = 0; twice < 2; ++twice) {
    create_state_tables(connection);
    std::vector<LoadedTable> tables;
    for (const auto& [name, table] : state.tables) tables.push_back(table);
    write_loaded_tables(connection, tables);
    write_built_marts(connection, state.marts);
    write_relation_reports(connection, state.relations);
  }
  EXPECT_EQ(read_state_tables(connection), state);
  EXPECT_EQ(stale_marts(read_built_marts(connection)), std::vector<std::string>{"old"});
  forget_built_marts(connection, {"old"});
  EXPECT_EQ(stale_marts(read_built_marts(connection)), std::vector<std::string>{});
}

}  // namespace
}  // namespace rox
