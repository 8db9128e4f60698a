#include "sql/lexer.hpp"

#include <gtest/gtest.h>

#include <string>

namespace rox {
namespace {

std::vector<std::string> parameters(std::string_view sql) {
  std::vector<std::string> found;
  std::string whole;
  for (const SqlToken& token : lex_sql(sql)) {
    if (token.kind == SqlTokenKind::parameter) found.emplace_back(token.text);
    whole += token.text;
  }
  EXPECT_EQ(whole, sql);  // nothing lost
  return found;
}

using Names = std::vector<std::string>;

TEST(SqlLexer, finds_parameters) {
  EXPECT_EQ(parameters("SELECT :a + :b_2"), (Names{":a", ":b_2"}));
  EXPECT_EQ(parameters("x=:a::date"), (Names{":a"}));
}

TEST(SqlLexer, leaves_strings_names_comments_and_casts_alone) {
  EXPECT_EQ(parameters("SELECT ':a', 'it''s :a', \":a\", \"x\"\":a\""), Names{});
  EXPECT_EQ(parameters("-- :a\n/* :a /* :b */ :c */ SELECT $$ :a $$, $t$ $$ :a $t$"), Names{});
  EXPECT_EQ(parameters("SELECT x::date, 1::int, t[1:2], $1"), Names{});
}

TEST(SqlLexer, what_is_never_closed_reaches_to_the_end) {
  EXPECT_EQ(parameters("SELECT ':a"), Names{});
  EXPECT_EQ(parameters("/* :a"), Names{});
  EXPECT_EQ(parameters("\":a"), Names{});
  EXPECT_EQ(parameters("$t$ :a"), Names{});
  EXPECT_EQ(parameters(":"), Names{});
}

TEST(SqlLexer, statement_text_ends_with_the_statement) {
  EXPECT_EQ(statement_text("SELECT 1 ; -- done ;\n/* x */ "), "SELECT 1");
  EXPECT_EQ(statement_text("SELECT ';'"), "SELECT ';'");
  EXPECT_EQ(statement_text("-- only\n;"), "");
}

TEST(SqlLexer, first_token_is_behind_comments_and_parentheses) {
  EXPECT_EQ(first_token("  -- c\n/* d */ ((SELECT 1))"), "SELECT");
  EXPECT_EQ(first_token("; DROP TABLE a"), ";");
  EXPECT_EQ(first_token(" -- nothing"), "");
}

}  // namespace
}  // namespace rox
