// What evaluating checks says, counts and keeps; what it does when SQL is wrong.
#include "quality/evaluate.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>

#include "base/file.hpp"
#include "quality/check_support.hpp"
#include "quality/model_checks.hpp"
#include "quality/sql_checks.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using test::make_column;
using test::make_table;
using test::memory_with;
using test::named;
using test::row_texts;
using testing::ElementsAre;
using testing::HasSubstr;

Check from_file(const std::string& name, const std::string& sql) {
  return sql_check(parse_sql_file("checks/" + name + ".sql", sql), {});
}

class Evaluate : public test::TempDirTest {
 protected:
  DuckDbConnection engine_ =
      memory_with("CREATE TABLE t AS SELECT i::INTEGER AS id, 'a,' || i AS s FROM range(25000) r(i)");
};

TEST_F(Evaluate, counts_all_failing_rows_shows_some_and_keeps_up_to_a_limit) {
  EvaluateOptions options;
  options.shown = 2;
  options.kept = 7000;
  options.rows_dir = dir_ / "rows";
  const auto results =
      evaluate(engine_,
               {from_file("many", "SELECT id, s FROM t ORDER BY id"),
                from_file("few", "-- severity: warn\nSELECT NULL AS n, s FROM t WHERE id < 2 ORDER BY id"),
                from_file("none", "SELECT id FROM t WHERE id < 0")},
               options);
  const CheckResult& many = named(results, "many");
  EXPECT_EQ(many.status, CheckStatus::fail);
  EXPECT_EQ(many.failures, 25000U);
  EXPECT_THAT(row_texts(many), ElementsAre("0|a,0", "1|a,1"));
  EXPECT_EQ(many.kept, 7000U);
  const std::string kept = read_file(many.file);
  EXPECT_EQ(std::count(kept.begin(), kept.end(), '\n'), 7001);
  EXPECT_THAT(kept, testing::StartsWith("id,s\n0,\"a,0\"\n"));

  const CheckResult& few = named(results, "few");
  EXPECT_EQ(few.status, CheckStatus::warn);
  EXPECT_EQ(few.failures, 2U);
  EXPECT_EQ(read_file(few.file), "n,s\n,\"a,0\"\n,\"a,1\"\n");

  EXPECT_EQ(named(results, "none").status, CheckStatus::pass);
  EXPECT_FALSE(std::filesystem::exists(options.rows_dir / "none.csv"));
  EXPECT_EQ(worst(results), CheckStatus::fail);
}

TEST_F(Evaluate, keeps_nothing_where_nothing_fails_or_no_folder_is_named) {
  EvaluateOptions options;
  options.rows_dir = dir_ / "rows";
  evaluate(engine_, {from_file("none", "SELECT id FROM t WHERE id < 0")}, options);
  EXPECT_FALSE(std::filesystem::exists(options.rows_dir));
  const auto results = evaluate(engine_, {from_file("some", "SELECT id FROM t")}, {});
  EXPECT_EQ(results.at(0).failures, 25000U);
  EXPECT_EQ(results.at(0).file, std::filesystem::path());
}

TEST_F(Evaluate, wrong_sql_is_no_failure_has_its_place_and_stops_nothing) {
  const auto results = evaluate(engine_,
                                {from_file("broken", "-- title: B\nSELECT id,\n  nix FROM t\n"),
                                 from_file("fails", "SELECT id FROM t WHERE id = 1\n")},
                                {});
  const CheckResult& broken = named(results, "broken");
  EXPECT_EQ(broken.status, CheckStatus::error);
  EXPECT_EQ(broken.failures, 0U);
  ASSERT_TRUE(broken.error.has_value());
  EXPECT_EQ(broken.error->place().text(), "checks/broken.sql:3:3");
  EXPECT_EQ(named(results, "fails").status, CheckStatus::fail);
  EXPECT_EQ(exit_code(results), ExitCode::usage);
}

TEST_F(Evaluate, sql_that_fails_on_a_late_row_leaves_neither_count_nor_file) {
  EvaluateOptions options;
  options.rows_dir = dir_;
  const auto results = evaluate(
      engine_, {from_file("late", "SELECT CAST(CASE WHEN id = 24999 THEN 'x' ELSE '1' END AS INTEGER) AS n FROM t")},
      options);
  EXPECT_EQ(results.at(0).status, CheckStatus::error);
  EXPECT_EQ(results.at(0).failures, 0U);
  EXPECT_TRUE(results.at(0).rows.empty());
  EXPECT_TRUE(std::filesystem::is_empty(dir_));
  EXPECT_EQ(exit_code(results), ExitCode::usage);  // not 1: it says nothing about the data
}

TEST_F(Evaluate, a_model_that_is_ahead_of_the_warehouse_is_told_column_by_column) {
  Table table =
      make_table("t", "t.csv", {make_column("id", "INTEGER", false), make_column("gone", "INTEGER", false)}, {"id"});
  const auto results = evaluate(engine_, model_checks({{table}}, SqlDialect::duckdb), {});
  EXPECT_EQ(named(results, "t.id.not_null").status, CheckStatus::pass);
  const CheckResult& gone = named(results, "t.gone.not_null");
  ASSERT_TRUE(gone.error.has_value());
  EXPECT_THAT(gone.error->hint_text(), HasSubstr("rox run"));
}

TEST_F(Evaluate, tells_of_each_check_in_order) {
  std::vector<std::string> told;
  EvaluateOptions options;
  options.started = [&](const Check& check) { told.push_back("start " + check.name); };
  options.finished = [&](const CheckResult& result) { told.push_back("end " + result.check.name); };
  evaluate(engine_, {from_file("a", "SELECT 1"), from_file("b", "SELECT nix")}, options);
  EXPECT_THAT(told, ElementsAre("start a", "end a", "start b", "end b"));
}

TEST(ExitCodes, could_not_be_evaluated_counts_more_than_failing) {
  CheckResult passed, warned, failing, broken, outside;
  warned.status = CheckStatus::warn;
  failing.status = CheckStatus::fail;
  broken.status = outside.status = CheckStatus::error;
  broken.error = usage_error("SQL");
  outside.error = outside_error("disk");
  EXPECT_EQ(exit_code({}), ExitCode::done);
  EXPECT_EQ(exit_code({passed, warned}), ExitCode::done);
  EXPECT_EQ(exit_code({failing, warned}), ExitCode::data);
  EXPECT_EQ(exit_code({failing, broken, passed}), ExitCode::usage);
  EXPECT_EQ(exit_code({outside, failing, broken}), ExitCode::outside);
}

}  // namespace
}  // namespace rox
