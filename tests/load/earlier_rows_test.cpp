#include "load/earlier_rows.hpp"

#include <gmock/gmock.h>

#include <random>

#include "base/error.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "engine/result/cells.hpp"
#include "load/change_rows.hpp"
#include "load/change_tables.hpp"
#include "model/model_support.hpp"
#include "rounds.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

using test::make_column;
using test::make_table;
using testing::HasSubstr;
using testing::ThrowsMessage;

class EarlierRows : public testing::Test {
 protected:
  EarlierRows() {
    create_change_rows(connection_);
    connection_.execute("CREATE TABLE t (a INTEGER, b VARCHAR, \"odd \"\"name'\" DECIMAL(18, 2))");
  }

  /// A run that leaves the rows of that SELECT.
  void run(const std::string& id, const std::string& rows) {
    begin_change(connection_, "t");
    connection_.execute("CREATE OR REPLACE TABLE next AS FROM t LIMIT 0; INSERT INTO next " + rows);
    connection_.execute("CREATE TABLE rox_inserted.t AS FROM next EXCEPT ALL FROM t");
    connection_.execute("CREATE TABLE rox_deleted.t AS FROM t EXCEPT ALL FROM next");
    connection_.execute("CREATE OR REPLACE TABLE t AS FROM next");
    keep_change_rows(connection_, id, table_);
  }

  bool are_after(const std::string& id, const std::string& rows) {
    const std::string found = rows_after(connection_, table_, id);
    return query_integer(connection_, "SELECT count(*) FROM (((" + found + ") EXCEPT ALL (" + rows + ")) UNION ALL ((" +
                                          rows + ") EXCEPT ALL (" + found + ")))") == 0;
  }

  DuckDbConnection connection_ = DuckDbDatabase({}, {}).connect();
  Table table_ = make_table(
      "t", "t.csv",
      {make_column("a", "INTEGER"), make_column("b", "VARCHAR"), make_column("odd \"name'", "DECIMAL(18,2)")});
};

TEST_F(EarlierRows, AreThoseOfNowWithLaterChangesTakenBack) {
  table_.primary_key = {"a"};
  const std::string first = "SELECT * FROM (VALUES (1, 'x', 1.50), (2, NULL, NULL), (3, 'z', 3))";
  const std::string second = "SELECT * FROM (VALUES (1, 'X', 1.50), (2, 'y', NULL), (4, 'new', 4))";
  const std::string third = "SELECT * FROM (VALUES (1, 'X', 2.50), (2, NULL, 9), (3, 'again', 5), (4, 'new', 4))";
  run("1", first);
  run("2", second);
  run("3", third);
  EXPECT_TRUE(are_after("1", first));
  EXPECT_TRUE(are_after("2", second));
  EXPECT_TRUE(are_after("3", third));
  EXPECT_FALSE(are_after("1", second));
}

TEST_F(EarlierRows, OfATableWithoutAKeyAreWithoutWhatCameLater) {
  run("1", "SELECT 1, 'a', 1.00");
  run("2", "SELECT * FROM (VALUES (1, 'a', 1.00), (1, 'a', 1.00), (2, NULL, NULL))");
  EXPECT_TRUE(are_after("1", "SELECT 1, 'a', 1.00"));
}

TEST_F(EarlierRows, AreThoseOfRandomDays) {
  table_.primary_key = {"a", "b"};
  std::mt19937 random(3);
  std::vector<std::string> days;
  const int last = 10 + static_cast<int>(test::rounds(7, 20));
  for (int day = 10; day < last; ++day) {
    const int seed = std::uniform_int_distribution<int>(0, 1000)(random);
    days.push_back("SELECT i // 3, 'k' || i % 3, CASE WHEN i % 5 > 0 THEN (i * " + std::to_string(seed % 4) +
                   ") / 4 END FROM range(60) AS r(i) WHERE hash(i * " + std::to_string(seed) + ") % 4 > 0");
    run(std::to_string(day), days.back());
    for (std::size_t then = 0; then < days.size(); ++then) {
      ASSERT_TRUE(are_after(std::to_string(10 + then), days[then])) << "day " << then << ", seen on day " << day;
    }
  }
}

TEST_F(EarlierRows, ArentGuessed) {
  table_.primary_key = {"a"};
  run("1", "SELECT 1, 'a', 1.00");
  keep_whole_load(connection_, "2", table_, 1);
  EXPECT_THAT([&] { rows_after(connection_, table_, "1"); }, ThrowsMessage<Error>(HasSubstr("run 2 loaded it whole")));
  EXPECT_TRUE(are_after("2", "SELECT 1, 'a', 1.00"));
  run("3", "SELECT 2, 'b', 1.00");
  connection_.execute("DELETE FROM rox.changes WHERE change = 'insert' AND run = '3'");
  EXPECT_THAT([&] { rows_after(connection_, table_, "2"); },
              ThrowsMessage<Error>(HasSubstr("only the number of changed rows is kept")));
}

TEST_F(EarlierRows, ArentToldByKeysThatRunTogether) {
  table_.primary_key = {"a", "b"};
  run("1", "SELECT 1, 'x, y', 1.00");
  run("2", "SELECT 1, 'z', 1.00");
  EXPECT_THAT([&] { rows_after(connection_, table_, "1"); }, ThrowsMessage<Error>(HasSubstr("has ', ' in it")));
}

TEST_F(EarlierRows, OfRunsAreNamedByTheirBeginning) {
  run("20260101-aa", "SELECT 1, 'a', 1.00");
  run("20260102-bb", "SELECT 2, 'a', 1.00");
  run("20260102-cc", "SELECT 3, 'a', 1.00");
  EXPECT_EQ(named_run(connection_, "last"), "20260102-cc");
  EXPECT_EQ(named_run(connection_, "last~2"), "20260101-aa");
  EXPECT_EQ(named_run(connection_, "20260101"), "20260101-aa");
  EXPECT_THAT([&] { named_run(connection_, "20260102"); }, ThrowsMessage<Error>(HasSubstr("beginning of 2 runs")));
  for (const char* none : {"last~3", "last~", "last~-1", "last~1x", "2027", "latest"}) {
    EXPECT_THROW(named_run(connection_, none), Error) << none;
  }
}

}  // namespace
}  // namespace rox
