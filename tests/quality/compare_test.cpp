#include "quality/compare.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "engine/duckdb/duckdb.hpp"
#include "rounds.hpp"

namespace rox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class CompareAnswers : public testing::Test {
 protected:
  Comparison of(const std::string& a, const std::string& b, const CompareOptions& options = {}) {
    DuckDbConnection other = DuckDbDatabase({}, {}).connect();
    const auto left = connection_.query(a);
    const auto right = other.query(b);
    return compare(*left, *right, options);
  }
  Verdict verdict(const std::string& a, const std::string& b) { return of(a, b).verdict; }

  DuckDbConnection connection_ = DuckDbDatabase({}, {}).connect();
};

TEST_F(CompareAnswers, EqualAnswersAreEqual) {
  EXPECT_EQ(verdict("SELECT 1 AS a, 'x' AS b, NULL AS c", "SELECT 1 AS a, 'x' AS b, NULL AS c"), Verdict::equal);
  EXPECT_EQ(verdict("SELECT 1 AS a WHERE false", "SELECT 1 AS A WHERE false"), Verdict::equal) << "names in any case";
  EXPECT_EQ(verdict("SELECT 1.50 AS a", "SELECT 1.5 AS a"), Verdict::equal) << "decimals by value";
  EXPECT_EQ(verdict("SELECT 2 AS a", "SELECT 2.000 AS a"), Verdict::equal) << "integers against decimals";
  const Comparison million = of("SELECT range AS a FROM range(300000)", "SELECT range AS a FROM range(300000)");
  EXPECT_EQ(million.verdict, Verdict::equal);
  EXPECT_EQ(million.baseline_rows, 300000U);
}

TEST_F(CompareAnswers, AChangedCellIsNamed) {
  const Comparison found =
      of("SELECT i AS id, i * 1.25 AS amount FROM range(100) t(i)",
         "SELECT i AS id, CASE i WHEN 42 THEN 52.51 ELSE i * 1.25 END AS amount FROM range(100) t(i)");
  EXPECT_EQ(found.verdict, Verdict::different);
  EXPECT_EQ(found.changed, 1U);
  EXPECT_EQ(found.missing + found.extra, 0U);
  ASSERT_EQ(found.cells.size(), 1U);
  EXPECT_EQ(found.cells[0].position, 43U);
  EXPECT_EQ(found.columns[found.cells[0].column], "amount");
  EXPECT_EQ(found.cells[0].baseline, "52.50");
  EXPECT_EQ(found.cells[0].other, "52.51");
  EXPECT_THAT(found.cells[0].cause, HasSubstr("rounding"));
}

TEST_F(CompareAnswers, ALostRowIsOneRowThoughAllAfterItMove) {
  const Comparison found =
      of("SELECT i AS id FROM range(5000) t(i)", "SELECT i AS id FROM range(5000) t(i) WHERE i <> 7");
  EXPECT_EQ(found.missing, 1U);
  EXPECT_EQ(found.extra + found.changed, 0U);
  ASSERT_EQ(found.missing_rows.size(), 1U);
  EXPECT_THAT(found.missing_rows[0].cells, ElementsAre("7"));
  EXPECT_EQ(of("SELECT 1 AS a", "SELECT 1 AS a UNION ALL SELECT 1").extra, 1U) << "a doubled row";
}

TEST_F(CompareAnswers, AFloatAgainstADecimalIsADifferenceOfType) {
  const Comparison found = of("SELECT CAST(1.5 AS DECIMAL(9,4)) AS price", "SELECT CAST(1.5 AS DOUBLE) AS price");
  EXPECT_EQ(found.verdict, Verdict::different);
  ASSERT_EQ(found.types.size(), 1U);
  EXPECT_EQ(found.types[0].column, "price");
  EXPECT_EQ(found.types[0].other, "DOUBLE");
  EXPECT_THAT(found.causes, ElementsAre(HasSubstr("float against decimal")));
  EXPECT_THAT(found.cells, IsEmpty()) << "the value is within the tolerance";
}

TEST_F(CompareAnswers, FloatsHaveATolerance) {
  EXPECT_EQ(verdict("SELECT CAST(1 AS DOUBLE) / 3 AS a", "SELECT CAST(1 AS DOUBLE) / 3 + 1e-12 AS a"), Verdict::equal);
  EXPECT_EQ(verdict("SELECT CAST(1 AS DOUBLE) / 3 AS a", "SELECT CAST(1 AS DOUBLE) / 3 + 1e-6 AS a"),
            Verdict::different);
  // floats in another order are found, too
  EXPECT_EQ(of("SELECT * FROM (VALUES (1, 0.1::DOUBLE), (1, 0.2::DOUBLE)) t(a, b)",
               "SELECT * FROM (VALUES (1, 0.2::DOUBLE + 1e-15), (1, 0.1::DOUBLE)) t(a, b)")
                .verdict,
            Verdict::order);
}

TEST_F(CompareAnswers, AnotherOrderHasItsCause) {
  const auto cause = [&](const std::string& a, const std::string& b) {
    const Comparison found = of(a, b);
    EXPECT_EQ(found.verdict, Verdict::order);
    return found.causes.empty() ? std::string() : found.causes.front();
  };
  const std::string numbers = "SELECT a FROM (VALUES (1), (NULL), (2)) t(a) ORDER BY a ";
  EXPECT_THAT(cause(numbers + "NULLS FIRST", numbers + "NULLS LAST"), HasSubstr("NULL order"));
  const std::string words = "SELECT a FROM (VALUES ('b'), ('A'), ('a'), ('B')) t(a) ORDER BY ";
  EXPECT_THAT(cause(words + "a", words + "lower(a), a"), HasSubstr("collation"));
  EXPECT_THAT(cause("SELECT * FROM (VALUES (1, 1), (1, 2)) t(a, b)", "SELECT * FROM (VALUES (1, 2), (1, 1)) t(a, b)"),
              HasSubstr("ties"));
  EXPECT_EQ(of(numbers + "NULLS FIRST", numbers + "NULLS LAST", {.ordered = false}).verdict, Verdict::equal);
}

TEST_F(CompareAnswers, CausesAreNamed) {
  const auto cause = [&](const std::string& a, const std::string& b) {
    const Comparison found = of("SELECT 1 AS id, " + a + " AS x", "SELECT 1 AS id, " + b + " AS x");
    EXPECT_EQ(found.verdict, Verdict::different);
    return found.causes.empty() ? std::string() : found.causes.front();
  };
  EXPECT_THAT(cause("TIMESTAMP '2013-09-30 10:00:00'", "TIMESTAMP '2013-09-30 13:00:00'"), HasSubstr("time zone"));
  EXPECT_THAT(cause("'abc'", "'ABC'"), HasSubstr("letter case"));
  EXPECT_THAT(cause("'abc'", "'abc  '"), HasSubstr("blanks"));
  EXPECT_THAT(cause("''", "CAST(NULL AS VARCHAR)"), HasSubstr("NULL"));
  EXPECT_THAT(cause("3953.9883", "3953.9884"), HasSubstr("rounding"));
  EXPECT_THAT(cause("DATE '2013-09-30'", "TIMESTAMP '2013-09-30 00:00:00'"), HasSubstr("date against a timestamp"));
}

TEST_F(CompareAnswers, OtherColumnsAreADifference) {
  const Comparison found = of("SELECT 1 AS a, 2 AS b", "SELECT 1 AS a");
  EXPECT_EQ(found.verdict, Verdict::different);
  EXPECT_THAT(found.causes, ElementsAre("2 columns against 1"));
  EXPECT_EQ(verdict("SELECT 1 AS a", "SELECT 1 AS b"), Verdict::different);
}

TEST_F(CompareAnswers, GivesUpOnAnswersThatHaveNothingInCommon) {
  const Comparison found = of("SELECT i AS a FROM range(5000) t(i)", "SELECT -i - 1 AS a FROM range(5000) t(i)",
                              {.shown = 3, .most_kept = 1000});
  EXPECT_TRUE(found.gave_up);
  EXPECT_EQ(found.verdict, Verdict::different);
  EXPECT_LE(found.cells.size(), 3U);
}

/// Random answers with planted changes: exactly these are found, whatever the order.
TEST_F(CompareAnswers, FindsExactlyWhatWasPlanted) {
  std::mt19937 random(11);
  for (unsigned round = 0; round < test::rounds(12, 40); ++round) {
    const int rows = 20 + static_cast<int>(random() % 200);
    const int lost = static_cast<int>(random() % 4);
    const int added = static_cast<int>(random() % 4);
    const int changed = static_cast<int>(random() % 4);
    connection_.execute("DROP TABLE IF EXISTS a; DROP TABLE IF EXISTS b");
    connection_.execute(
        "CREATE TABLE a AS SELECT i AS id, 'n' || i AS name, CAST(i * 1.5 AS DECIMAL(9,2)) AS amount FROM range(" +
        std::to_string(rows) + ") t(i)");
    connection_.execute("CREATE TABLE b AS SELECT * FROM a");
    // the first rows are lost, those after them changed
    connection_.execute("DELETE FROM b WHERE id < " + std::to_string(lost));
    connection_.execute("UPDATE b SET amount = amount + 0.01 WHERE id < " + std::to_string(lost + changed));
    connection_.execute("INSERT INTO b SELECT -i - 1, 'new' || i, 0.25 FROM range(" + std::to_string(added) + ") t(i)");
    const bool shuffled = random() % 2 == 0;
    DuckDbConnection other = DuckDbDatabase({}, {}).connect();
    other.execute("CREATE TABLE b (id BIGINT, name VARCHAR, amount DECIMAL(9,2))");
    const auto copied = connection_.query("SELECT id::VARCHAR, name, amount::VARCHAR FROM b");
    while (copied->next()) {
      for (std::size_t row = 0; row < copied->rows(); ++row) {
        std::string values[3];
        for (std::size_t c = 0; c < 3; ++c) copied->text(c, row, values[c]);
        other.execute("INSERT INTO b VALUES (" + values[0] + ", '" + values[1] + "', " + values[2] + ")");
      }
    }
    const auto again = connection_.query("SELECT * FROM a ORDER BY id");
    const auto right = other.query(shuffled ? "SELECT * FROM b ORDER BY hash(id)" : "SELECT * FROM b ORDER BY id");
    const Comparison found = compare(*again, *right, {.ordered = false});
    EXPECT_EQ(found.missing, static_cast<std::uint64_t>(lost)) << "round " << round;
    EXPECT_EQ(found.extra, static_cast<std::uint64_t>(added)) << "round " << round;
    EXPECT_EQ(found.changed, static_cast<std::uint64_t>(changed)) << "round " << round;
    EXPECT_EQ(found.verdict, lost + added + changed == 0 ? Verdict::equal : Verdict::different);
  }
}

TEST(CompareCells, PlainNumbers) {
  EXPECT_EQ(plain_number("1.50"), "1.5");
  EXPECT_EQ(plain_number("-0.00"), "0");
  EXPECT_EQ(plain_number("007"), "7");
  EXPECT_EQ(plain_number("100"), "100");
  EXPECT_EQ(plain_number("-0.10"), "-0.1");
}

}  // namespace
}  // namespace rox
