#include "pipeline/state.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

#include "engine/duckdb/duckdb.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

WarehouseState some_state() {
  WarehouseState state;
  state.tables["Person"] = {"Person", "f1", "r1", 10, 8, 2, 1000};
  state.tables["It's"] = {"It's", "f2", "r2", 1, 1, 0, 10};
  state.marts["fact_sales"] = {"fact_sales", "f4", "r2", 10, 11};
  state.marts["old"] = {"old", "", "r1", 1, 1};
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

class TargetStateTest : public test::TempDirTest {
 protected:
};

TEST_F(TargetStateTest, IsReadAsItWasWritten) {
  TargetState state;
  state.warehouse_file = FileIdentity{1, 2, 3, 4};
  state.warehouse = some_state();
  state.answers = {{"q1", "a"}};
  state.files = HashCache({{"/x/a.csv", {{5, 6, 7, 8}, 9, "h"}}});
  write_target_state(dir_, "local", state);

  TargetState read = read_target_state(dir_, "local");
  EXPECT_EQ(read.warehouse_file, state.warehouse_file);
  EXPECT_EQ(read.warehouse, state.warehouse);
  EXPECT_EQ(read.answers, state.answers);
  EXPECT_EQ(read.files.entries(), state.files.entries());
  EXPECT_FALSE(read_target_state(dir_, "other").warehouse_file);
}

TEST_F(TargetStateTest, DamagedFileReadsAsEmpty) {
  make_directories(dir_ / "state");
  for (const char* text : {"", "{", "[]", "7", R"({"version":0})", R"({"version":1})", R"({"version":2})"}) {
    write_file(dir_ / "state" / "local.json", text);
    EXPECT_FALSE(read_target_state(dir_, "local").warehouse_file) << text;
  }
}

}  // namespace
}  // namespace rox
