#include "build/answer_changes.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>

#include "build/changing_tables.hpp"
#include "build/update_mart.hpp"
#include "engine/result/result_writer.hpp"

namespace rox {
namespace {

SqlFile analysis_of(const std::string& text) { return parse_sql_file("q.sql", text); }

std::string answer_of(DuckDbConnection& connection, const SqlFile& analysis) {
  std::string file;
  const auto rows = connection.query(BoundSql(analysis, {}).text());
  write_csv(*rows, [&](std::string_view text) { file += text; });
  return file;
}

std::vector<std::string> sorted_lines(const std::string& file) {
  std::vector<std::string> lines = answer_lines(file);
  std::sort(lines.begin(), lines.end());
  return lines;
}

class AnswerChangeTest : public testing::Test {
 protected:
  AnswerChangeTest() {
    connection_.execute(
        "CREATE TABLE Sale AS SELECT i AS id, i % 4 AS customer, DATE '2024-01-01' + i::INTEGER AS day FROM range(12) "
        "t(i);"
        "CREATE TABLE Customer AS SELECT i AS id, 'name ' || i AS name, 0 AS age FROM range(5) t(i);");
    for (const char* table : {"Sale", "Customer"}) test::begin_changes(connection_, table);
  }

  /// What becomes of the answer when `change` is done: "as it was", "in full", or the new file.
  std::string after(const SqlFile& analysis, const std::function<void()>& change) {
    const std::string before = answer_of(connection_, analysis);
    change();
    ChangedTables tables(tables_of(connection_), changes_);
    const auto found = find_answer_change(tables, analysis);
    if (!found) return "in full";
    if (!found->any) return "not reached";
    const auto merged = merge_answer(before, *found);
    if (!merged) return "in full";
    EXPECT_EQ(merged->differs ? merged->text : before, answer_of(connection_, analysis));
    return merged->differs ? merged->text : "as it was";
  }
  void insert(const std::string& table, const std::string& values) {
    test::insert_rows(connection_, changes_, table, values);
  }

  DuckDbConnection connection_ = DuckDbDatabase({}, {.threads = 1}).connect();
  BuildChanges changes_;
};

TEST_F(AnswerChangeTest, OnlyColumnsThatItReadsReachIt) {
  const SqlFile names = analysis_of("SELECT id, name FROM Customer ORDER BY id");
  EXPECT_EQ(after(names,
                  [&] {
                    test::delete_rows(connection_, changes_, "Customer", "id = 3");
                    insert("Customer", "(3, 'name 3', 77)");
                  }),
            "not reached");
  EXPECT_EQ(after(names, [&] { insert("Customer", "(9, 'x', 1)"); }),
            "id,name\n0,name 0\n1,name 1\n2,name 2\n3,name 3\n4,name 4\n9,x\n");
}

TEST_F(AnswerChangeTest, ParametersHaveTheirDefaults) {
  const SqlFile of_month = analysis_of(
      "-- param month: month = 2024-02\nSELECT id FROM Sale WHERE date_trunc('month', day) = :month ORDER BY id");
  EXPECT_EQ(after(of_month, [&] { insert("Sale", "(30, 1, DATE '2024-03-05')"); }), "as it was");
  EXPECT_EQ(after(of_month, [&] { insert("Sale", "(31, 1, DATE '2024-02-05')"); }), "id\n31\n");
}

TEST_F(AnswerChangeTest, TheNumberOfRowsIsNoReasonToAskAll) {
  const SqlFile counted = analysis_of(
      "SELECT customer, count(*) AS n, count(*) OVER () AS customers FROM Sale GROUP BY customer ORDER BY customer");
  EXPECT_EQ(after(counted, [&] { insert("Sale", "(12, 7, NULL), (13, 2, NULL)"); }),
            "customer,n,customers\n0,3,5\n1,3,5\n2,4,5\n3,3,5\n7,1,5\n");
  const SqlFile filtered = analysis_of(
      "SELECT * FROM (SELECT customer, count(*) OVER () AS n FROM Sale GROUP BY customer) WHERE customer > 1 ORDER BY "
      "1");
  EXPECT_EQ(after(filtered, [&] { insert("Sale", "(14, 8, NULL)"); }), "in full") << "it counts other rows";
  const SqlFile some = analysis_of("SELECT id, count(*) FILTER (WHERE id > 3) OVER () AS n FROM Customer ORDER BY id");
  EXPECT_EQ(after(some, [&] { insert("Customer", "(9, 'x', 1)"); }), "in full");
}

TEST_F(AnswerChangeTest, WhatCantBeToldIsAskedInFull) {
  const auto insert_one = [&] { insert("Customer", "(9, 'x', 1)"); };
  EXPECT_EQ(after(analysis_of("SELECT count(*) FROM Customer"), insert_one), "in full");
  EXPECT_EQ(after(analysis_of("SELECT id FROM Customer ORDER BY id LIMIT 3"), insert_one), "in full");
  EXPECT_EQ(after(analysis_of("SELECT id FROM Customer"), insert_one), "in full") << "in any order";
  EXPECT_EQ(after(analysis_of("SELECT id, age FROM Customer ORDER BY age"), insert_one), "in full");
  EXPECT_EQ(after(analysis_of("SELECT id, id / 2 AS half FROM Customer ORDER BY half"), insert_one), "in full")
      << "floating-point numbers";
  EXPECT_EQ(after(analysis_of("SELECT id FROM Customer ORDER BY -id"), insert_one), "in full");
}

/// As analysts ask; some have no order of their own, some several equal rows.
constexpr const char* kAnalyses[] = {
    "SELECT id, total, customer FROM Sale ORDER BY id",
    "SELECT customer, count(*) AS n FROM Sale GROUP BY customer ORDER BY n DESC, customer",
    "SELECT customer, count(*) AS n FROM Sale GROUP BY customer ORDER BY n DESC, customer NULLS FIRST",
    R"(SELECT sale, count(*) AS n, count(*) OVER () AS sales FROM Line GROUP BY sale HAVING count(*) >= 2
       ORDER BY sale)",
    R"(SELECT c.id, c.area, sum(s.total) AS total FROM Customer c JOIN Sale s ON s.customer = c.id
       GROUP BY c.id, c.area ORDER BY total DESC NULLS LAST, c.id DESC)",
    R"(SELECT l.product, s.customer, sum(l.amount) AS amount FROM Line l JOIN Sale s ON l.sale = s.id
       GROUP BY l.product, s.customer ORDER BY amount, l.product, s.customer)",
    "SELECT 'product ' || p.id AS name, p.id, l.n FROM Line l JOIN Product p ON l.product = p.id ORDER BY name, n",
    "SELECT customer FROM Sale UNION SELECT boss FROM Customer ORDER BY 1",
    "SELECT id FROM Sale WHERE total > 30",
    "SELECT sale, amount, rank() OVER (PARTITION BY sale ORDER BY amount) AS place FROM Line ORDER BY sale, amount",
};

TEST(AnswerChanges, MakeWhatTheAnalysisWouldWrite) {
  const char* asked = std::getenv("ROX_TEST_ROUNDS");
  const std::size_t seeds = asked == nullptr ? 3 : std::strtoul(asked, nullptr, 10);
  std::vector<SqlFile> analyses;
  for (const char* sql : kAnalyses) analyses.push_back(analysis_of(sql));
  std::size_t merged_ones = 0;
  std::size_t in_full = 0;
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    DuckDbConnection connection = DuckDbDatabase({}, {.threads = 1}).connect();
    test::ChangingTables shop(connection, test::shop(40), 40 + seed % 9, seed);
    std::vector<std::string> answers;
    for (const SqlFile& analysis : analyses) answers.push_back(answer_of(connection, analysis));
    for (std::size_t round = 0; round < 6; ++round) {
      const BuildChanges changes = shop.change(1 + seed % 2);
      ChangedTables tables(tables_of(connection), changes);
      for (std::size_t i = 0; i < analyses.size(); ++i) {
        const std::string now = answer_of(connection, analyses[i]);
        const auto change = find_answer_change(tables, analyses[i]);
        const auto merged = change && change->any ? merge_answer(answers[i], *change) : std::nullopt;
        const bool is_kept = (change && !change->any) || (merged && !merged->differs);
        if (is_kept) {  // what its order leaves open may be another one the next time
          EXPECT_EQ(sorted_lines(answers[i]), sorted_lines(now)) << kAnalyses[i];
        } else if (merged) {
          EXPECT_EQ(merged->text, now) << kAnalyses[i];
        }
        ++(merged || is_kept ? merged_ones : in_full);
        answers[i] = now;
      }
    }
  }
  EXPECT_GT(merged_ones, in_full);
  fmt::print("{} answers were brought up to date, {} have to be asked in full\n", merged_ones, in_full);
}

}  // namespace
}  // namespace rox
