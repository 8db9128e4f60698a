#include "ledger/target_state.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

WarehouseState some_state() {
  WarehouseState state;
  state.tables["Person"] = {"Person", "f1", "r1", {10, 8, 2, 1000}};
  state.marts["fact_sales"] = {"fact_sales", "f4", "r2", {10, 11, 0, 0}};
  state.relations = {{"Customer", "PersonID", "Person", "BusinessEntityID", "f3", 971, 970, "1, 2, 3"}};
  return state;
}

using TargetStateTest = test::TempDirTest;

TEST_F(TargetStateTest, IsReadAsItWasWritten) {
  TargetState state;
  state.warehouse_file = FileIdentity{1, 2, 3, 4};
  state.warehouse = some_state();
  state.answers = {{"q1", {"a", "hash of q1.csv"}}};
  state.checked = {"c", "hash of the report"};
  state.checked_run = "r7";
  state.rejects = {{"Person", {"r1", "hash of Person.csv"}}};
  state.outputs = HashCache({{"/x/answers/q1.csv", {{1, 2, 3, 4}, 5, "g"}}});
  state.files = HashCache({{"/x/a.csv", {{5, 6, 7, 8}, 9, "h"}}});
  write_target_state(dir_, "local", state);

  TargetState read = read_target_state(dir_, "local");
  EXPECT_EQ(read.warehouse_file, state.warehouse_file);
  EXPECT_EQ(read.warehouse, state.warehouse);
  EXPECT_EQ(read.answers, state.answers);
  EXPECT_EQ(read.checked, state.checked);
  EXPECT_EQ(read.checked_run, state.checked_run);
  EXPECT_EQ(read.rejects, state.rejects);
  EXPECT_EQ(read.outputs.entries(), state.outputs.entries());
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
