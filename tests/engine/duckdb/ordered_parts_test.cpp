#include "engine/duckdb/ordered_parts.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

class OrderedPartsTest : public testing::Test {
 protected:
  /// Column i numbers the rows of t: expects all of them, each in its place, in so many parts.
  void expect_parts(const OrderedRows& rows, std::uint64_t part_rows, std::size_t parts, std::int64_t count) {
    const OrderedParts ordered(connection_, rows, part_rows);
    EXPECT_EQ(ordered.selects().size(), parts);
    std::int64_t next = 0;
    for (const std::string& select : ordered.selects()) {
      const auto found = connection_.query("SELECT i FROM (" + select + ")");
      while (found->next()) {
        for (std::size_t row = 0; row < found->rows(); ++row) {
          std::string number;
          found->text(0, row, number);
          ASSERT_EQ(number, std::to_string(next)) << select;
          ++next;
        }
      }
    }
    EXPECT_EQ(next, count);
  }
  std::int64_t keeps_order() {
    return query_integer(connection_, "SELECT CAST(current_setting('preserve_insertion_order') AS INTEGER)");
  }

  DuckDbConnection connection_ = DuckDbDatabase("", {.preserve_insertion_order = false}).connect();
};

TEST_F(OrderedPartsTest, HoldAllRowsInTheirOrder) {
  connection_.execute("CREATE TABLE t AS SELECT 49999 - i AS i, md5(i::VARCHAR) AS text FROM range(50000) AS t(i)");
  expect_parts({"*", "t", {"i"}}, 4096, 13, 50000);
  expect_parts({"*", "t", {}}, 4096, 13, 50000);
  expect_parts({"*", "t", {"i"}}, 50000, 1, 50000);
  expect_parts({"*", "t", {}}, 49999, 2, 50000);
  EXPECT_EQ(keeps_order(), 0);
}

TEST_F(OrderedPartsTest, KeysOfSeveralColumnsAreCutInTheirOrder) {
  // Parts begin in the middle of an a and of a b, and the order of numbers and days is not that of their texts.
  connection_.execute(
      "CREATE TABLE t AS SELECT (i // 3000) - 5 AS a, DATE '2020-01-01' + ((i // 100) % 30)::INTEGER AS \"b \"\"c\", "
      "'x''' || chr((i % 100)::INTEGER + 33) AS d, i FROM range(30000) AS t(i) ORDER BY hash(i)");
  expect_parts({"*", "t", {"a", "b \"c", "d"}}, 2048, 15, 30000);
  expect_parts({"*", "t", {"a", "b \"c", "d"}}, 299, 101, 30000);
}

TEST_F(OrderedPartsTest, ATransactionMayBeOpen) {
  connection_.execute("BEGIN; CREATE TABLE t AS SELECT * FROM range(5000) AS t(i)");
  expect_parts({"*", "t", {"i"}}, 2048, 3, 5000);
  expect_parts({"*", "t", {}}, 2048, 3, 5000);
}

TEST_F(OrderedPartsTest, MissingValuesAreLastWhereThereIsNoKey) {
  connection_.execute("CREATE TABLE t AS SELECT nullif(i % 3, 2) AS a, i FROM range(30) AS t(i)");
  connection_.execute("CREATE OR REPLACE TABLE t AS SELECT a, (row_number() OVER (ORDER BY a, i)) - 1 AS i FROM t");
  expect_parts({"*", "t", {}}, 7, 5, 30);
}

TEST_F(OrderedPartsTest, NoRowsAreOnePart) {
  connection_.execute("CREATE TABLE t (i INTEGER)");
  expect_parts({"*", "t", {"i"}}, 10, 1, 0);
  expect_parts({"*", "t", {}}, 10, 1, 0);
}

}  // namespace
}  // namespace rox
