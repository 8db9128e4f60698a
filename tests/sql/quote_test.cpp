#include "sql/quote.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

constexpr SqlDialect kDuckDb = SqlDialect::duckdb;
constexpr SqlDialect kPostgres = SqlDialect::postgres;
constexpr SqlDialect kRedshift = SqlDialect::redshift;
constexpr SqlDialect kSpark = SqlDialect::spark;

TEST(SqlNames, AreQuotedOnlyWhereNeededAndFoldedWhereTheEngineFolds) {
  EXPECT_EQ(sql_name("SalesOrderID", kDuckDb), "SalesOrderID");
  EXPECT_EQ(sql_name("SalesOrderID", kPostgres), "salesorderid");
  EXPECT_EQ(sql_name("SalesOrderID", kRedshift), "salesorderid");
  EXPECT_EQ(sql_name("SalesOrderID", kSpark), "SalesOrderID");
  EXPECT_EQ(sql_name("Order", kPostgres), "\"order\"");
  EXPECT_EQ(sql_name("Order", kDuckDb), "\"Order\"");
  EXPECT_EQ(sql_name("Order", kSpark), "`Order`");
  EXPECT_EQ(sql_name("Data de Emissão", kRedshift), "\"data de emissão\"");
  EXPECT_EQ(sql_name("a`b", kSpark), "`a``b`");
  EXPECT_EQ(sql_name("a\"b", kPostgres), "\"a\"\"b\"");
  EXPECT_EQ(sql_name("2nd", kDuckDb), "\"2nd\"");
  EXPECT_EQ(sql_name("_x9", kSpark), "_x9");
}

TEST(ExactNames, AreAlwaysQuotedAndKeepTheirCase) {
  EXPECT_EQ(exact_name("Order \"Detail\"", kDuckDb), "\"Order \"\"Detail\"\"\"");
  EXPECT_EQ(exact_name("Name", kPostgres), "\"Name\"");
  EXPECT_EQ(exact_name("a`b", kSpark), "`a``b`");
}

TEST(Lists, TakeAPrefix) {
  EXPECT_EQ(exact_names({}, kDuckDb), "");
  EXPECT_EQ(exact_names({"a", "b"}, kDuckDb), R"("a", "b")");
  EXPECT_EQ(exact_names({"a", "b"}, kDuckDb, "t."), R"(t."a", t."b")");
  EXPECT_EQ(sql_names({"A", "order"}, kPostgres, "t."), R"(t.a, t."order")");
  EXPECT_EQ(qualified_name("Next", "Order", kRedshift), R"(next."order")");
}

TEST(Literals, AreExactInEveryDialect) {
  EXPECT_EQ(sql_literal("", kDuckDb), "''");
  EXPECT_EQ(sql_literal("L'Eau\x01", kDuckDb), "'L''Eau\x01'");
  EXPECT_EQ(sql_literal("a\\b", kPostgres), "'a\\b'");
  EXPECT_EQ(sql_literal("a\\'b", kRedshift), "'a\\\\''b'");
  EXPECT_EQ(sql_literal("a\\'b", kSpark), "'a\\\\\\'b'");
}

TEST(PrintableLiterals, AreEscapedAsEachEngineReadsThem) {
  EXPECT_EQ(printable_literal("it's \\ ${x}\n", kPostgres), "'it''s \\ ${x}\n'");
  EXPECT_EQ(printable_literal("it's \\ ${x}\n", kDuckDb), "'it''s \\ ${x}\n'");
  EXPECT_EQ(printable_literal("it's \\", kRedshift), "'it''s \\\\'");
  EXPECT_EQ(printable_literal("it's \\ ${x}\n", kSpark), R"('it\'s \\ \u0024{x}\n')");
  EXPECT_EQ(printable_literal(std::string_view("a\0b\x7F", 4), kPostgres), "'a b '");
}

}  // namespace
}  // namespace rox
