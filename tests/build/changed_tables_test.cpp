#include "build/changed_tables.hpp"

#include <gmock/gmock.h>

#include "build/changing_tables.hpp"

namespace rox {
namespace {

using testing::ElementsAre;

TEST(ChangedTables, KnowSizesByTheNamesOfSql) {
  DuckDbConnection connection = DuckDbDatabase({}, {.threads = 1}).connect();
  connection.execute("CREATE TABLE Sale AS SELECT i FROM range(9) r(i); CREATE TABLE Other AS FROM Sale");
  BuildChanges changes{{}, {"Person"}};
  test::begin_changes(connection, "Sale");
  test::insert_rows(connection, changes, "Sale", "(20), (21)");
  test::delete_rows(connection, changes, "Sale", "i = 3");
  ChangedTables tables(tables_of(connection), changes);
  tables.learn({"sale", "Other"});
  EXPECT_EQ(tables.size("sale").rows, 10U);
  EXPECT_EQ(tables.size("sale").inserted, 2U);
  EXPECT_EQ(tables.size("sale").deleted, 1U);
  EXPECT_EQ(tables.size("Other").inserted, 0U);
  EXPECT_TRUE(tables.is_unknown("PERSON"));
  EXPECT_FALSE(tables.is_unknown("sale"));
  EXPECT_EQ(tables.table("Sale"), R"("memory".main."Sale")");
}

TEST(ChangedTables, CountsComeInTheOrderTheyAreAskedFor) {
  DuckDbConnection connection = DuckDbDatabase({}, {.threads = 4}).connect();
  EXPECT_THAT(query_counts(connection, {}), ElementsAre());
  EXPECT_THAT(query_counts(connection, {"SELECT 5"}), ElementsAre(5U));
  EXPECT_THAT(query_counts(connection, {"SELECT count(*) FROM range(300000)", "SELECT 2", "SELECT 1"}),
              ElementsAre(300000U, 2U, 1U));
}

}  // namespace
}  // namespace rox
