#include "quality/sql_checks.hpp"

#include <gmock/gmock.h>

#include "base/file.hpp"
#include "model/model_support.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using test::make_column;
using test::make_table;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Model model() {
  return {{make_table("Sale", "s.csv", {make_column("ID", "INTEGER", false)}, {"ID"}),
           make_table("Customer", "c.csv", {make_column("ID", "INTEGER", false)}, {"ID"})}};
}

Check parse(const std::string& text) { return sql_check(parse_sql_file("checks/x.sql", text), model()); }

Error refused(const std::string& text) {
  try {
    parse(text);
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "taken: " << text;
  return usage_error("");
}

TEST(SqlCheck, is_read_with_its_keys_and_tables) {
  const Check check = parse(
      "-- title: Sold\n-- meaning: nobody\n--   sold\n-- severity: warn\n-- author: me\n"
      "SELECT c.ID FROM \"customer\" AS c, SALE WHERE 'Customer' = 'x' -- Customer\n");
  EXPECT_EQ(check.name, "x");
  EXPECT_EQ(check.title, "Sold");
  EXPECT_EQ(check.meaning, "nobody sold");
  EXPECT_EQ(check.severity, Severity::warn);
  EXPECT_THAT(check.tables, ElementsAre("Customer", "Sale"));
}

TEST(SqlCheck, is_an_error_with_its_question_for_a_meaning_unless_it_says_otherwise) {
  const Check check = parse("-- question: Which?\nWITH a AS (SELECT 1) SELECT * FROM a\n");
  EXPECT_EQ(check.severity, Severity::error);
  EXPECT_EQ(check.title, "x");
  EXPECT_EQ(check.meaning, "Which?");
  EXPECT_THAT(check.tables, IsEmpty());
}

TEST(SqlCheck, mistakes_are_usage_errors_with_their_place) {
  const Error severity = refused("-- title: t\n-- severity: eror\nSELECT 1\n");
  EXPECT_THAT(severity.report(), HasSubstr("checks/x.sql:2: unknown severity 'eror' (did you mean 'error'?)"));
  const Error key = refused("-- title: t\n--\n-- serverity: warn\nSELECT 1\n");
  EXPECT_THAT(key.report(), HasSubstr("checks/x.sql:3: unknown key 'serverity' (did you mean 'severity'?)"));
  const Error param = refused("-- param least: integer  (at least)\nSELECT :least\n");
  EXPECT_THAT(param.report(), HasSubstr("checks/x.sql:1: parameter 'least' of a check needs a default"));
  const Error statement = refused("-- title: t\n\nDELETE FROM Sale\n");
  EXPECT_THAT(statement.report(), HasSubstr("checks/x.sql:3: a check is one SELECT, not DELETE"));
  for (const Error& error : {severity, key, param, statement}) EXPECT_EQ(error.kind(), ErrorKind::usage);
}

class SqlChecks : public test::TempDirTest {};

TEST_F(SqlChecks, stand_after_the_models_and_may_not_have_their_names) {
  EXPECT_EQ(all_checks(model(), dir_ / "none", SqlDialect::duckdb).size(), 4U);
  write_file(dir_ / "b.sql", "SELECT 1\n");
  write_file(dir_ / "a.sql", "SELECT 2\n");
  const std::vector<Check> checks = all_checks(model(), dir_, SqlDialect::duckdb);
  ASSERT_EQ(checks.size(), 6U);
  EXPECT_EQ(checks[4].name, "a");
  EXPECT_EQ(checks[5].name, "b");
  write_file(dir_ / "sale.primary_key.sql", "SELECT 1\n");
  EXPECT_THROW(all_checks(model(), dir_, SqlDialect::duckdb), Error);
}

}  // namespace
}  // namespace rox
