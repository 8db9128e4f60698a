#include "build/missing_keys.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/result/cells.hpp"
#include "load/change_tables.hpp"

namespace rox {
namespace {

Table table_of(const std::string& columns_type, std::vector<std::string> key) {
  Table table;
  table.name = "t";
  for (const std::string& name : key) {
    Column column;
    column.name = name;
    column.type.kind = columns_type == "text" ? TypeKind::varchar : TypeKind::bigint;
    table.columns.push_back(column);
  }
  table.primary_key = std::move(key);
  return table;
}

class MissingKeys : public testing::Test {
 protected:
  /// All missing keys are in the ranges, on both sides; how many keys there are in them.
  std::uint64_t keys_in_ranges(const Table& table, std::uint64_t missing) {
    const SidedCondition where =
        where_keys_are_missing(connection_, connection_, table, {"now", "before", "come", "gone"}, missing);
    EXPECT_EQ(
        count_rows(connection_, fmt::format("(SELECT a, b FROM before WHERE {} EXCEPT SELECT a, b FROM now WHERE {} "
                                            "EXCEPT SELECT a, b FROM gone)",
                                            where.there, where.here)),
        missing)
        << where.there;
    return count_rows(connection_, "now WHERE " + where.here);
  }

  DuckDbConnection connection_ = DuckDbDatabase({}, {.threads = 1}).connect();
};

TEST_F(MissingKeys, AreFoundInAFewRanges) {
  connection_.execute(
      "CREATE TABLE before AS SELECT i // 3 AS a, i % 3 AS b FROM range(300000) r(i); "
      "CREATE TABLE come AS SELECT a, b FROM before WHERE a = 70 UNION ALL SELECT 500000, 1; "
      "CREATE TABLE gone AS SELECT a, b FROM before WHERE a = 70; "
      "CREATE TABLE now AS SELECT a, b FROM before WHERE a NOT IN (5, 90000) UNION ALL SELECT 500000, 1");
  EXPECT_LT(keys_in_ranges(table_of("number", {"a", "b"}), 6), 100U);
}

TEST_F(MissingKeys, OfTextsAreLookedForEverywhere) {
  connection_.execute(
      "CREATE TABLE before AS SELECT CAST(i AS VARCHAR) AS a, 1 AS b FROM range(100) r(i); CREATE TABLE come AS FROM "
      "before LIMIT 0; CREATE TABLE gone AS FROM before LIMIT 0; CREATE TABLE now AS FROM before WHERE a <> '7'");
  EXPECT_EQ(keys_in_ranges(table_of("text", {"a"}), 1), 99U);
}

TEST_F(MissingKeys, AreFoundAmongAnyNumbers) {
  for (int round = 0; round < 40; ++round) {
    connection_.execute(fmt::format(
        "SELECT setseed({}); "
        "CREATE OR REPLACE TABLE before AS SELECT DISTINCT {} AS a, CAST(i % 7 AS BIGINT) AS b FROM range(200) r(i); "
        "CREATE OR REPLACE TABLE gone AS SELECT a, b FROM before WHERE random() < 0.1; "
        "CREATE OR REPLACE TABLE now AS SELECT * FROM before WHERE random() < 0.95 UNION SELECT * FROM gone; "
        "CREATE OR REPLACE TABLE come AS SELECT * FROM gone UNION ALL SELECT 9223372036854775807, 99; "
        "INSERT INTO now VALUES (9223372036854775807, 99)",
        round / 40.0,
        round % 2 == 0 ? "CAST(floor(random() * 20000) - 10000 AS BIGINT)"
                       : "CAST(CASE WHEN random() < 0.5 THEN -9223372036854775808 + i ELSE CAST(random() * 1e18 AS "
                         "BIGINT) END AS BIGINT)"));
    const std::uint64_t missing = count_rows(connection_, "(SELECT a, b FROM before EXCEPT SELECT a, b FROM now)");
    if (missing == 0) continue;
    keys_in_ranges(table_of("number", {"b", "a"}), missing);
    keys_in_ranges(table_of("number", {"a", "b"}), missing);
  }
}

}  // namespace
}  // namespace rox
