#include "load/history.hpp"

#include <gmock/gmock.h>

#include "engine/duckdb/duckdb.hpp"
#include "engine/result/cells.hpp"
#include "load/change_tables.hpp"
#include "model/model_support.hpp"

namespace rox {
namespace {

using testing::ElementsAre;

std::chrono::system_clock::time_point on_day(int day) {
  return std::chrono::sys_days{std::chrono::year{2024} / 3 / 1} + std::chrono::days{day - 1};
}

class HistoryTest : public testing::Test {
 protected:
  HistoryTest() {
    table_.name = "t";
    table_.primary_key = {"id"};
    table_.columns = {test::make_column("id", "INTEGER"), test::make_column("a", "VARCHAR")};
    table_.history = true;
  }

  /// The table holds these rows from that day on.
  void load(const char* rows, int day) {
    connection_.execute(fmt::format("CREATE OR REPLACE TABLE t AS SELECT * FROM (VALUES {}) AS r(id, a)", rows));
    update_history(connection_, table_, {fmt::format("run {}", day), on_day(day), before_, false});
    before_ = fmt::format("run {}", day);
  }

  std::vector<std::string> texts(const std::string& sql) { return query_texts(connection_, sql); }

  std::vector<std::string> versions() {
    return texts(
        "SELECT concat_ws(' ', id, a, day(valid_from), coalesce(CAST(day(valid_to) AS VARCHAR), 'on'), run) FROM "
        "t_history ORDER BY id, valid_from, a");
  }

  std::vector<std::string> rows_on(const std::string& moment) {
    connection_.execute(as_of_view(table_, moment, "main", SqlDialect::duckdb));
    const std::vector<std::string> rows = texts("SELECT concat_ws(' ', id, a) FROM temp.t ORDER BY id");
    connection_.execute("DROP VIEW temp.t");
    return rows;
  }

  DuckDbConnection connection_ = DuckDbDatabase("", {}).connect();
  Table table_;
  std::string before_;  // the run that loaded it last
};

TEST_F(HistoryTest, KeepsEveryVersionWithDeletesAndReturns) {
  load("(1, 'x'), (2, 'y')", 1);
  load("(1, 'z')", 2);
  load("(1, 'z')", 3);
  load("(1, 'z'), (2, 'y')", 4);
  EXPECT_THAT(versions(), ElementsAre("1 x 1 2 run 1", "1 z 2 on run 2", "2 y 1 2 run 1", "2 y 4 on run 4"));
  EXPECT_THAT(rows_on("2024-02-29"), ElementsAre());
  EXPECT_THAT(rows_on("2024-03-01 12:00:00"), ElementsAre("1 x", "2 y"));
  EXPECT_THAT(rows_on("2024-03-03"), ElementsAre("1 z"));
  EXPECT_THAT(rows_on("2024-03-04"), ElementsAre("1 z", "2 y"));
}

TEST_F(HistoryTest, TakesAKnownChangeWithoutComparing) {
  load("(1, 'x'), (2, 'y')", 1);
  begin_change(connection_, "t");
  connection_.execute(
      "CREATE TABLE rox_inserted.t AS SELECT 2 AS id, 'new' AS a; CREATE TABLE rox_deleted.t AS SELECT 2 AS id, 'y' AS "
      "a");
  load("(1, 'x'), (2, 'new')", 2);
  EXPECT_THAT(versions(), ElementsAre("1 x 1 on run 1", "2 y 1 2 run 1", "2 new 2 on run 2"));
}

TEST_F(HistoryTest, FollowsAColumnThatGotAnotherName) {
  load("(1, 'x')", 1);
  table_.columns[1].name = "text";
  table_.columns[1].header = "a";
  connection_.execute("CREATE OR REPLACE TABLE t AS SELECT 1 AS id, 'x' AS text");
  update_history(connection_, table_, {"run 2", on_day(2), before_, false});
  EXPECT_THAT(texts("SELECT concat_ws(' ', id, text, run) FROM t_history"), ElementsAre("1 x run 1"));
}

TEST_F(HistoryTest, SaysWhatANarrowerTypeDoesNotTake) {
  load("(1, 'x'), (2, '5')", 1);
  connection_.execute("CREATE OR REPLACE TABLE t AS SELECT id, CAST(id AS INTEGER) AS a FROM range(1, 3) AS r(id)");
  try {
    update_history(connection_, table_, {"run 2", on_day(2), before_, false});
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "t_history has 1 value of \"a\" that is no INTEGER");
  }
}

TEST_F(HistoryTest, ComparesAllWhereItWasOffMeanwhile) {
  load("(1, 'x'), (2, 'y')", 1);
  before_ = "run 2";  // which changed (1, 'x') to (1, 'z'), and kept no history
  begin_change(connection_, "t");
  connection_.execute(
      "CREATE TABLE rox_inserted.t AS SELECT 2 AS id, 'new' AS a; CREATE TABLE rox_deleted.t AS SELECT 2 AS id, 'y' AS "
      "a");
  load("(1, 'z'), (2, 'new')", 3);
  EXPECT_THAT(versions(), ElementsAre("1 x 1 3 run 1", "1 z 3 on run 3", "2 y 1 3 run 1", "2 new 3 on run 3"));
}

TEST_F(HistoryTest, GoesForwardThoughExportsAreOlder) {
  load("(1, 'x')", 5);
  load("(1, 'y')", 3);
  EXPECT_THAT(texts("SELECT count(*) FROM t_history WHERE valid_to < valid_from"), ElementsAre("0"));
  EXPECT_THAT(rows_on("2024-03-06"), ElementsAre("1 y"));
}

TEST_F(HistoryTest, TellsEqualRowsApart) {
  load("(1, 'x'), (1, 'x')", 1);
  load("(1, 'x')", 2);
  EXPECT_THAT(versions(), ElementsAre("1 x 1 2 run 1", "1 x 1 on run 1"));
}

TEST_F(HistoryTest, TakesNewColumnsAndWiderTypes) {
  load("(1, 'x')", 1);
  table_.columns.push_back(test::make_column("b", "INTEGER"));
  connection_.execute("CREATE OR REPLACE TABLE t AS SELECT CAST(1 AS BIGINT) AS id, 'x' AS a, 7 AS b");
  update_history(connection_, table_, {"run 2", on_day(2), before_, false});
  EXPECT_THAT(texts("SELECT concat_ws(' ', id, coalesce(CAST(b AS VARCHAR), '-')) FROM t_history ORDER BY valid_from"),
              ElementsAre("1 -", "1 7"));
}

}  // namespace
}  // namespace rox
