#include "build/column_lineage.hpp"

#include <gmock/gmock.h>

#include <optional>

#include "base/error.hpp"
#include "base/file.hpp"
#include "build/integer_tables.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string text_of(const ColumnOrigins& origins) {
  std::string text;
  for (const auto& [from, as_it_is] : origins) {
    text += (text.empty() ? "" : " ") + from.table + "." + from.column + (as_it_is ? "" : "*");
  }
  return text;
}

class ColumnLineageTest : public test::TempDirTest {
 protected:
  void mart(const std::string& name, const std::string& sql) { write_file(dir_ / (name + ".sql"), sql); }
  /// Where the columns of a mart come from, in order; computed ones with a star.
  std::vector<std::string> origins(const std::string& sql) {
    mart("m", sql);
    const ColumnLineage lineage = read();
    std::vector<std::string> texts;
    if (const auto why = lineage.unknown.find("m"); why != lineage.unknown.end()) return {why->second};
    for (const std::string& column : lineage.marts.at("m")) texts.push_back(text_of(lineage.origins.at({"m", column})));
    return texts;
  }
  ColumnLineage read(const std::vector<SqlFile>& analyses = {}, const std::vector<Check>& checks = {}) {
    return read_column_lineage(warehouse_.emplace(model_), read_marts(dir_, model_), analyses, checks);
  }

  Model model_{{test::integer_table("T", {"a", "b", "c"}), test::integer_table("U", {"a", "x"})}};
  std::optional<EmptyWarehouse> warehouse_;  // a new one, each time marts are read
};

TEST_F(ColumnLineageTest, FollowsColumnsThroughEveryKindOfSelect) {
  const std::pair<const char*, std::vector<std::string>> cases[] = {
      {"SELECT a, a + b AS s, 1 AS one, CAST(c AS BIGINT) AS wide FROM T", {"T.a", "T.a* T.b*", "", "T.c"}},
      {"SELECT CASE WHEN a > 0 THEN b ELSE 0 END AS d FROM T", {"T.a* T.b*"}},
      {"SELECT a, SUM(b) AS s, COUNT(*) AS n, COUNT(c) AS nc FROM T GROUP BY a", {"T.a", "T.b*", "", "T.c*"}},
      {"SELECT a + 1 AS g, MIN(b) FILTER (WHERE c > 0) AS m FROM T GROUP BY a + 1", {"T.a*", "T.b* T.c*"}},
      {"SELECT a, SUM(b) AS s FROM T GROUP BY ROLLUP (a)", {"T.a*", "T.b*"}},
      {"SELECT a, RANK() OVER (PARTITION BY b ORDER BY c) AS r FROM T", {"T.a", "T.b* T.c*"}},
      {"SELECT t.b, u.x FROM T AS t JOIN U AS u ON u.a = t.a", {"T.b", "U.x"}},
      {"SELECT t.b, u.x FROM T AS t LEFT JOIN U AS u ON u.a = t.a WHERE t.c > 0", {"T.b", "U.x"}},
      {"SELECT b FROM T WHERE a IN (SELECT a FROM U)", {"T.b"}},
      {"SELECT b, a IN (SELECT x FROM U) AS known FROM T", {"T.b", "T.a* U.x*"}},
      {"SELECT b, (SELECT MAX(x) FROM U) AS most FROM T", {"T.b", "U.x*"}},
      {"SELECT b, (SELECT MAX(u.x) FROM U AS u WHERE u.a = T.a) AS most FROM T", {"T.b", "U.x*"}},
      {"SELECT a FROM T UNION ALL SELECT x FROM U", {"T.a U.x"}},
      {"SELECT a, b FROM T EXCEPT SELECT a, x + 1 FROM U", {"T.a U.a", "T.b U.x*"}},
      {"WITH w AS (SELECT a, b * 2 AS d FROM T) SELECT one.d, other.a FROM w AS one JOIN w AS other ON one.a = other.a",
       {"T.b*", "T.a"}},
      {"SELECT DISTINCT b FROM T", {"T.b"}},
      {"SELECT b FROM (VALUES (1)) AS v(b)", {""}},
      // Of these nobody can tell which rows change with which, but the columns all the same.
      {"SELECT b FROM T ORDER BY c LIMIT 3", {"T.b"}},
      {"SELECT DISTINCT ON (a) a, b FROM T ORDER BY a, c", {"T.a", "T.b"}},
      {"SELECT b * random() AS r FROM T", {"T.b*"}},
      {"SELECT string_agg(b, ',') AS list FROM T", {"T.b*"}},
  };
  for (const auto& [sql, expected] : cases) EXPECT_EQ(origins(sql), expected) << sql;
}

TEST_F(ColumnLineageTest, SaysOfWhichSelectsNothingIsKnown) {
  EXPECT_THAT(
      origins("WITH RECURSIVE r(n) AS (SELECT a FROM T UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT n FROM r"),
      ElementsAre(HasSubstr("recursive")));
  EXPECT_THAT(origins("SELECT no_such_function(a) AS n FROM T"), ElementsAre(HasSubstr("no_such_function")));
}

TEST_F(ColumnLineageTest, EndsAtTheExports) {
  mart("first", "SELECT a AS k, b + c AS s FROM T");
  mart("second", "SELECT k, s FROM first");
  mart("third", "SELECT s + k AS both, k FROM second");
  const ColumnLineage lineage = read();
  EXPECT_EQ(text_of(lineage.origins.at({"third", "both"})), "second.k* second.s*");
  EXPECT_EQ(text_of(lineage.from_exports({"third", "both"})), "T.a* T.b* T.c*");
  EXPECT_EQ(text_of(lineage.from_exports({"third", "k"})), "T.a");
  EXPECT_EQ(text_of(lineage.from_exports({"T", "a"})), "T.a");
}

TEST_F(ColumnLineageTest, TellsWhoUsesAColumn) {
  mart("m", "SELECT t.b AS first, t.b + 1 AS second FROM T AS t JOIN U AS u ON u.a = t.a");
  SqlFile analysis = parse_sql_file("q.sql", "-- param least: integer\nSELECT x FROM U WHERE x > :least");
  analysis.name = "q";
  Check check;
  check.name = "T.b is at least 0";
  check.tables = {"T"};
  check.tested = {"b"};
  check.sql = "SELECT a, b FROM T WHERE b < 0";  // shows a, too
  const ColumnLineage lineage = read({analysis}, {check});
  const ColumnUser made{ColumnUserKind::mart, "m", {"first", "second"}};
  EXPECT_THAT(lineage.users.at({"T", "b"}), ElementsAre(made, ColumnUser{ColumnUserKind::rule, check.name, {}}));
  EXPECT_THAT(lineage.users.at({"T", "a"}), ElementsAre(ColumnUser{ColumnUserKind::mart, "m", {}}));
  EXPECT_THAT(lineage.users.at({"U", "x"}), ElementsAre(ColumnUser{ColumnUserKind::analysis, "q", {}}));
  EXPECT_FALSE(lineage.users.contains({"T", "c"}));
}

TEST_F(ColumnLineageTest, FindsTheChecksOfAFigure) {
  mart("m", "SELECT t.b AS value, t.c AS other FROM T AS t JOIN U AS u ON u.a = t.a");
  const auto rule = [](const std::string& column) {
    Check check;
    check.name = "rule of " + column;
    check.tables = {"T"};
    check.tested = {column};
    return check;
  };
  Check file;
  file.name = "file";
  file.tables = {"T"};
  file.sql = "SELECT a FROM T WHERE c < 0";
  const ColumnLineage lineage = read({}, {rule("a"), rule("b"), rule("c"), file});
  const ColumnsBehind behind = columns_behind(*warehouse_, lineage, "SELECT SUM(value) AS s FROM m");
  EXPECT_THAT(behind.values, ElementsAre(ColumnName{"T", "b"}, ColumnName{"m", "value"}));
  EXPECT_THAT(behind.rows, ElementsAre(ColumnName{"T", "a"}, ColumnName{"U", "a"}));
  EXPECT_THAT(checks_of(lineage, behind), ElementsAre("rule of a", "rule of b"));
  EXPECT_THAT(checks_of(lineage, columns_behind(*warehouse_, lineage, "SELECT other FROM m")),
              ElementsAre("file", "rule of a", "rule of c"));
  EXPECT_THROW(columns_behind(*warehouse_, lineage, "SELECT nothing FROM m"), Error);
}

}  // namespace
}  // namespace rox
