#include "build/temporary_objects.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "engine/duckdb/duckdb.hpp"

namespace rox {
namespace {

class TemporaryObjectsTest : public testing::Test {
 protected:
  std::int64_t tables() { return query_integer(connection_, "SELECT count(*) FROM duckdb_tables() WHERE temporary"); }

  DuckDbConnection connection_ = DuckDbDatabase({}, {.threads = 1}).connect();
};

TEST_F(TemporaryObjectsTest, AreThereForAWhile) {
  {
    TemporaryObjects objects(connection_);
    const TemporaryObjects::Table few = objects.add_table("rox: few", "SELECT * FROM range(3) AS r(n)");
    EXPECT_EQ(few.rows, 3U);
    EXPECT_EQ(query_integer(connection_, "SELECT sum(n) FROM " + few.name), 3);
    connection_.execute("CREATE TEMP TABLE " + objects.expect_table("rox: mine") + " AS SELECT 1 AS n");
    const TemporaryObjects moved = std::move(objects);
    EXPECT_EQ(tables(), 2);
  }
  EXPECT_EQ(tables(), 0);
}

TEST_F(TemporaryObjectsTest, GoAfterAnErrorToo) {
  try {
    TemporaryObjects objects(connection_);
    objects.add_table("rox: few", "SELECT 3 AS n");
    objects.add_table("rox: none", "SELECT nothing");
    ADD_FAILURE() << "there is no such column";
  } catch (const Error&) {
  }
  EXPECT_EQ(tables(), 0);
}

TEST_F(TemporaryObjectsTest, GoWithATransactionThatFailed) {
  connection_.execute("BEGIN");
  {
    TemporaryObjects objects(connection_);
    objects.add_table("rox: few", "SELECT 3 AS n");
    EXPECT_THROW(connection_.execute("SELECT nothing"), Error);
  }
  connection_.execute("ROLLBACK");
  EXPECT_EQ(tables(), 0);
}

}  // namespace
}  // namespace rox
