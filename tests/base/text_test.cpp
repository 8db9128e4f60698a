#include "base/text.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

TEST(Text, JoinsAndTrims) {
  EXPECT_EQ(join({}, ", "), "");
  EXPECT_EQ(join({"a", "b", "c"}, ", "), "a, b, c");
  EXPECT_EQ(trim("  a b\r\n"), "a b");
  EXPECT_EQ(trim(" \t"), "");
}

TEST(Text, ComparesWithoutCase) {
  EXPECT_EQ(to_lower("AbÇ"), "abÇ");
  EXPECT_TRUE(equals_ignore_case("SalesOrderID", "salesorderid"));
  EXPECT_FALSE(equals_ignore_case("ab", "abc"));
}

TEST(Text, FindsTheWordThatWasMeant) {
  const std::vector<std::string> known{"delimiter", "decimal", "encoding", "null"};
  EXPECT_EQ(closest("delimeter", known), "delimiter");
  EXPECT_EQ(closest("Decmial", known), "decimal");
  EXPECT_EQ(closest("nul", known), "null");
  EXPECT_EQ(closest("colour", known), std::nullopt);
  EXPECT_EQ(did_you_mean("encodin", known), " (did you mean 'encoding'?)");
  EXPECT_EQ(did_you_mean("zzz", known), "");
}

TEST(Text, MatchesGlobs) {
  EXPECT_TRUE(glob_match("Sales_*.csv", "Sales_2015.csv"));
  EXPECT_FALSE(glob_match("Sales_*.csv", "Sales.csv"));
  EXPECT_TRUE(glob_match("*", ""));
  EXPECT_TRUE(glob_match("a*b*c", "axxbyybc"));
  EXPECT_FALSE(glob_match("a*b*c", "axxbyyb"));
  EXPECT_TRUE(glob_match("?.csv", "a.csv"));
  EXPECT_FALSE(glob_match("", "a"));
  EXPECT_FALSE(glob_match("[a].csv", "a.csv"));
}

TEST(Text, MatchesNumbersAndDatesByAPatternOfThem) {
  for (const char* name : {"sales_2024.csv", "sales_2024-01-31.csv", "sales_2024.01.csv", "sales_20240131_2.csv"}) {
    EXPECT_TRUE(glob_match("sales_#.csv", name)) << name;
  }
  for (const char* name : {"sales_.csv", "sales_returns.csv", "sales_2024_v2.csv", "sales_2024 (1).csv",
                           "sales_2024-.csv", "sales_-2024.csv", "sales_2024--01.csv"}) {
    EXPECT_FALSE(glob_match("sales_#.csv", name)) << name;
  }
  EXPECT_TRUE(glob_match("#/*_#.csv", "2024/sales_01.csv"));
  for (const char* name : {"sales_2024W09.csv", "sales_2024-W9.csv", "sales_2024_w09.csv", "sales_2024-W09-1.csv"}) {
    EXPECT_TRUE(glob_match("sales_#.csv", name)) << name;
  }
  for (const char* name : {"sales_W09.csv", "sales_2024W.csv", "sales_2024W009.csv", "sales_3024W09.csv"}) {
    EXPECT_FALSE(glob_match("sales_#.csv", name)) << name;
  }
  EXPECT_TRUE(glob_match("sales_#W#.csv", "sales_2024W09.csv"));
  EXPECT_TRUE(glob_match("sales_#-W#.csv", "sales_2024-W09.csv"));
  EXPECT_TRUE(glob_match("order #1.csv", "order #1.csv"));  // a name may have that sign
}

TEST(Text, KnowsUtf8) {
  EXPECT_TRUE(valid_utf8("a long enough ASCII text, então é €𝄞"));
  EXPECT_FALSE(valid_utf8("caf\xE9"));
  EXPECT_FALSE(valid_utf8("\xC0\xAF"));          // overlong
  EXPECT_FALSE(valid_utf8("\xED\xA0\x80"));      // surrogate
  EXPECT_FALSE(valid_utf8("\xF4\x90\x80\x80"));  // past U+10FFFF
  EXPECT_FALSE(valid_utf8("12345678\xE2\x82"));  // cut off
  EXPECT_EQ(utf8_length("é€𝄞a"), 4U);
}

}  // namespace
}  // namespace rox
