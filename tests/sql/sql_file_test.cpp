#include "sql/sql_file.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "base/error.hpp"
#include "base/file.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::HasSubstr;

constexpr const char* kFile =
    "-- title: Orders of a month\n"
    "-- question: Which orders of the month\n"
    "--   are over a limit?\n"
    "--\n"
    "-- Ties are broken by: the number (prose, not a key).\n"
    "-- param month: month = 2011-09  (the month of OrderDate)\n"
    "-- param over: decimal = 1000\n"
    "-- severity: warn\n"
    "SELECT ':month', x::date -- :month\n"
    "FROM t WHERE d >= :month AND x > :over AND nix\n";

template <typename F>
Error error_of(F&& function) {
  try {
    function();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "nothing was thrown";
  return data_error("nothing was thrown");
}

SqlFile file(std::string text = kFile) { return parse_sql_file("analyses/q5.sql", std::move(text)); }

TEST(SqlFile, reads_the_comment_block) {
  SqlFile q5 = file();
  EXPECT_EQ(q5.name, "q5");
  EXPECT_EQ(q5.title, "Orders of a month");
  EXPECT_EQ(q5.question, "Which orders of the month are over a limit?");
  EXPECT_EQ(q5.keys, (std::map<std::string, std::string>{{"severity", "warn"}}));
  ASSERT_EQ(q5.params.size(), 2U);
  EXPECT_EQ(q5.params[0].name, "month");
  EXPECT_EQ(q5.params[0].type, ParamType::month);
  EXPECT_EQ(q5.params[0].default_value, "2011-09");
  EXPECT_EQ(q5.params[0].note, "the month of OrderDate");
  EXPECT_EQ(file("SELECT 1").title, "q5");
}

TEST(SqlFile, fills_in_parameters_and_nothing_else) {
  std::string text = BoundSql(file(), {{"month", "2013-02"}}).text();
  EXPECT_THAT(text, HasSubstr("SELECT ':month', x::date -- :month\n"
                              "FROM t WHERE d >= DATE '2013-02-01' AND x > 1000 AND nix\n"));
  EXPECT_THAT(text, HasSubstr("-- param month: month = 2011-09"));  // lines stay lines
}

TEST(SqlFile, literals_by_type) {
  auto literal = [](const std::string& type, const std::string& value) {
    std::string text = BoundSql(file("-- param p: " + type + "\n:p"), {{"p", value}}).text();
    return text.substr(text.find('\n') + 1);
  };
  EXPECT_EQ(literal("month", "2012-12"), "DATE '2012-12-01'");
  EXPECT_EQ(literal("date", "2012-02-29"), "DATE '2012-02-29'");
  EXPECT_EQ(literal("integer", "+7"), "7");
  EXPECT_EQ(literal("integer", "-7"), "(-7)");  // "- -7" must not become a comment
  EXPECT_EQ(literal("decimal", "-0.50"), "(-0.50)");
  EXPECT_EQ(literal("text", "O'Neil; DROP TABLE t --"), "'O''Neil; DROP TABLE t --'");
  EXPECT_EQ(literal("text", ""), "''");
}

TEST(SqlFile, values_that_are_not_of_the_type_are_refused) {
  for (auto [type, value] :
       std::initializer_list<std::pair<const char*, const char*>>{{"month", "2013-13"},
                                                                  {"month", "2013-9"},
                                                                  {"month", "2013-09-01"},
                                                                  {"month", ""},
                                                                  {"date", "2013-02-29"},
                                                                  {"date", "13-02-01"},
                                                                  {"integer", "1.5"},
                                                                  {"integer", "1 OR 1=1"},
                                                                  {"integer", "-"},
                                                                  {"integer", "1234567890123456789"},
                                                                  {"decimal", "1,5"},
                                                                  {"decimal", ".5"},
                                                                  {"decimal", "5."},
                                                                  {"decimal", "1e5"},
                                                                  {"text", "\xFF"}}) {
    SqlFile sql = file(std::string("-- param p: ") + type + "\nSELECT :p");
    Error error = error_of([&, v = value] { BoundSql(sql, {{"p", v}}); });
    EXPECT_EQ(error.kind(), ErrorKind::usage) << type << " " << value;
    EXPECT_THAT(error.hint_text(), HasSubstr("it takes")) << type << " " << value;
  }
}

TEST(SqlFile, unknown_and_missing_values_name_those_there_are) {
  Error unknown = error_of([] { BoundSql(file(), {{"mont", "2013-09"}}); });
  EXPECT_THAT(unknown.what(), HasSubstr("did you mean 'month'?"));
  EXPECT_THAT(unknown.hint_text(), HasSubstr("month, over"));
  Error missing = error_of([] { BoundSql(file("-- param p: integer\nSELECT :p"), {}); });
  EXPECT_THAT(missing.what(), HasSubstr("needs a value for parameter 'p'"));
}

TEST(SqlFile, broken_files_are_errors_with_their_place) {
  Error undeclared = error_of([] { file("-- param month: month\nSELECT 1,\n  :mont"); });
  EXPECT_EQ(undeclared.place().text(), "analyses/q5.sql:3:3");
  EXPECT_THAT(undeclared.what(), HasSubstr("did you mean 'month'?"));
  Error type = error_of([] { file("-- title: x\n-- param month: monht\nSELECT 1"); });
  EXPECT_EQ(type.place().text(), "analyses/q5.sql:2");
  EXPECT_THAT(type.what(), HasSubstr("did you mean 'month'?"));
  EXPECT_EQ(error_of([] { file("-- param p: month = 2011\nSELECT 1"); }).kind(), ErrorKind::usage);
  EXPECT_EQ(error_of([] { file("-- param p: text\n-- param p: text\nSELECT 1"); }).place().line, 2U);
  EXPECT_EQ(error_of([] { file("-- param 1p: text\nSELECT 1"); }).kind(), ErrorKind::usage);
  EXPECT_EQ(error_of([] { file("-- title: nothing here\n;\n"); }).kind(), ErrorKind::usage);
}

TEST(SqlFile, errors_of_the_engine_point_into_the_file) {
  BoundSql sql(file(), {});
  std::string line = "FROM t WHERE d >= DATE '2011-09-01' AND x > 1000 AND nix";
  Error raw = usage_error("Binder Error: no nix\n\nLINE 10: FROM...\n   ^").at("", 10, line.find("nix") + 1);
  Error error = sql.explain(raw);
  EXPECT_EQ(error.kind(), ErrorKind::usage);
  EXPECT_EQ(error.place().text(), "analyses/q5.sql:10:44");
  EXPECT_EQ(std::string(error.what()),
            "Binder Error: no nix\n"
            "  | FROM t WHERE d >= :month AND x > :over AND nix\n"
            "  |                                            ^");
  // In a literal: where the parameter stands.
  EXPECT_EQ(sql.explain(usage_error("x").at("", 10, line.find("2011") + 1)).place().column, 19U);
  // Without a line the file at least is named, and what was known stays.
  EXPECT_EQ(sql.explain(outside_error("x").hint("h")).report(), "analyses/q5.sql: x\n  hint: h");
  EXPECT_EQ(sql.explain(usage_error("x").at("", 99, 1)).place().text(), "analyses/q5.sql");
}

class SqlFiles : public test::TempDirTest {
 protected:
  std::string refusal() {
    try {
      read_sql_files(dir_ / "p" / "analyses");
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
};

TEST_F(SqlFiles, AreNoLinksOutOfTheProject) {
  make_directories(dir_ / "p" / "analyses");
  make_directories(dir_ / "p" / "more");
  write_file(dir_ / "secret", "SELECT 'secret'\n");
  write_file(dir_ / "p" / "more" / "a.sql", "SELECT 1\n");
  std::filesystem::create_symlink("../more/a.sql", dir_ / "p" / "analyses" / "a.sql");
  EXPECT_EQ(refusal(), "");
  std::filesystem::create_symlink(dir_ / "secret", dir_ / "p" / "analyses" / "b.sql");
  EXPECT_EQ(refusal(), "this is a link that leads out of the project");
}

TEST_F(SqlFiles, HaveNamesWithoutControlCharacters) {
  make_directories(dir_ / "p" / "analyses");
  write_file(dir_ / "p" / "analyses" / "a\r\nX-Evil: 1.sql", "SELECT 1\n");
  EXPECT_EQ(refusal(), "the name of an SQL file here has control characters");
}

}  // namespace
}  // namespace rox
