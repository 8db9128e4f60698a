#include "build/temporary_objects.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace rox {
namespace {

class TemporaryObjectsTest : public testing::Test {
 protected:
  TemporaryObjectsTest() { connection_.execute("CREATE TABLE t AS SELECT i FROM range(9) r(i)"); }

  std::int64_t rows() { return query_integer(connection_, "SELECT count(*) FROM t"); }

  DuckDbConnection connection_ = DuckDbDatabase({}, {.threads = 1}).connect();
};

TEST_F(TemporaryObjectsTest, AViewIsBeforeItsTableForAWhile) {
  {
    TemporaryObjects objects(connection_);
    const std::string few = objects.add_table("rox: few", "SELECT 3 AS n");
    objects.add_view("t", "SELECT i FROM memory.main.t WHERE i < (SELECT n FROM " + few + ")");
    EXPECT_EQ(rows(), 3);
    const TemporaryObjects moved = std::move(objects);
    EXPECT_EQ(rows(), 3);
  }
  EXPECT_EQ(rows(), 9);
  EXPECT_EQ(query_integer(connection_, "SELECT count(*) FROM duckdb_tables() WHERE temporary"), 0);
}

TEST_F(TemporaryObjectsTest, GoAfterAnErrorToo) {
  try {
    TemporaryObjects objects(connection_);
    objects.add_view("t", "SELECT i FROM memory.main.t WHERE i < 3");
    objects.add_table("rox: none", "SELECT nothing");
    ADD_FAILURE() << "there is no such column";
  } catch (const Error&) {
  }
  EXPECT_EQ(rows(), 9);
}

TEST_F(TemporaryObjectsTest, GoWithATransactionThatFailed) {
  connection_.execute("BEGIN");
  {
    TemporaryObjects objects(connection_);
    objects.add_view("t", "SELECT i FROM memory.main.t WHERE i < 3");
    EXPECT_THROW(connection_.execute("SELECT nothing"), Error);
  }
  connection_.execute("ROLLBACK");
  EXPECT_EQ(rows(), 9);
}

}  // namespace
}  // namespace rox
