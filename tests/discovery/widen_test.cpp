#include "discovery/widen.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

std::string wide(std::string_view a, std::string_view b) { return to_string(widened(parse_type(a), parse_type(b))); }

bool narrow(std::string_view stated, std::string_view proven) {
  return surely_too_narrow(parse_type(stated), parse_type(proven));
}

TEST(Widen, HasRoomForBoth) {
  EXPECT_EQ(wide("SMALLINT", "INTEGER"), "INTEGER");
  EXPECT_EQ(wide("BIGINT", "SMALLINT"), "BIGINT");
  EXPECT_EQ(wide("DECIMAL(9,2)", "DECIMAL(7,4)"), "DECIMAL(11,4)");
  EXPECT_EQ(wide("INTEGER", "DECIMAL(4,2)"), "DECIMAL(12,2)");
  EXPECT_EQ(wide("DECIMAL(38,0)", "DECIMAL(4,2)"), "VARCHAR");
  EXPECT_EQ(wide("DATE", "TIMESTAMP"), "TIMESTAMP");
  EXPECT_EQ(wide("VARCHAR(3)", "VARCHAR(9)"), "VARCHAR(9)");
  EXPECT_EQ(wide("VARCHAR(3)", "VARCHAR"), "VARCHAR");
  EXPECT_EQ(wide("DATE", "INTEGER"), "VARCHAR");
  EXPECT_EQ(wide("UUID", "UUID"), "UUID");
}

TEST(Widen, IsSureOnlyOfWhatTypesTell) {
  EXPECT_TRUE(narrow("SMALLINT", "INTEGER"));
  EXPECT_FALSE(narrow("INTEGER", "SMALLINT"));
  EXPECT_TRUE(narrow("DECIMAL(9,2)", "DECIMAL(9,4)"));
  EXPECT_TRUE(narrow("DECIMAL(9,2)", "DECIMAL(10,2)"));
  EXPECT_FALSE(narrow("DECIMAL(18,4)", "DECIMAL(9,2)"));
  EXPECT_FALSE(narrow("DECIMAL(9,2)", "INTEGER"));  // its values may be five digits long
  EXPECT_TRUE(narrow("DECIMAL(9,2)", "BIGINT"));
  EXPECT_TRUE(narrow("INTEGER", "DECIMAL(3,1)"));
  EXPECT_TRUE(narrow("DATE", "TIMESTAMP"));
  EXPECT_TRUE(narrow("DATE", "INTEGER"));
  EXPECT_FALSE(narrow("DATE", "VARCHAR(10)"));  // 01/02/2023: the user knows the order
  EXPECT_FALSE(narrow("BOOLEAN", "SMALLINT"));  // 0 and 1
  EXPECT_TRUE(narrow("VARCHAR(3)", "VARCHAR(4)"));
  EXPECT_FALSE(narrow("VARCHAR", "VARCHAR(4)"));
  EXPECT_FALSE(narrow("VARCHAR(3)", "DATE"));
  EXPECT_FALSE(narrow("VARCHAR(3)", "VARCHAR"));  // a column without values
}

TEST(Widen, WhatIsInferredIsJudgedByWhatWasMeasured) {
  Column text;
  text.max_bytes = 6;
  EXPECT_EQ(to_string(narrowest(text, {})), "VARCHAR(6)");
  text.longest = 5;
  EXPECT_FALSE(surely_too_narrow(parse_type("VARCHAR(5)"), text));
  EXPECT_TRUE(surely_too_narrow(parse_type("VARCHAR(4)"), text));

  Column number;
  number.type = parse_type("BIGINT");
  EXPECT_TRUE(surely_too_narrow(parse_type("INTEGER"), number)) << "nothing is measured";
  number.least = "-32768";
  number.greatest = "7";
  EXPECT_FALSE(surely_too_narrow(parse_type("SMALLINT"), number));
  EXPECT_FALSE(surely_too_narrow(parse_type("DECIMAL(7,2)"), number));
  EXPECT_TRUE(surely_too_narrow(parse_type("DECIMAL(6,2)"), number));
  EXPECT_TRUE(has_room_for(parse_type("INTEGER"), number));
  EXPECT_FALSE(has_room_for(parse_type("SMALLINT"), number)) << "no type that is inferred";
  number.greatest = "3000000000";
  EXPECT_FALSE(has_room_for(parse_type("INTEGER"), number));

  Column amount;
  amount.type = parse_type("DECIMAL(18,2)");
  amount.decimals = 1;
  amount.least = "-0.50";
  amount.greatest = "123.50";
  EXPECT_FALSE(surely_too_narrow(parse_type("DECIMAL(4,1)"), amount));
  EXPECT_TRUE(surely_too_narrow(parse_type("DECIMAL(3,1)"), amount));
  EXPECT_TRUE(surely_too_narrow(parse_type("INTEGER"), amount));
  EXPECT_EQ(to_string(widened(parse_type("DECIMAL(18,4)"), amount)), "DECIMAL(18,4)");
  EXPECT_EQ(to_string(widened(parse_type("DECIMAL(18,13)"), amount)), "DECIMAL(38,13)");
}

TEST(Widen, ExtremesAreComparedByWhatTheySay) {
  EXPECT_TRUE(is_less("9", "10"));
  EXPECT_TRUE(is_less("-10", "-9"));
  EXPECT_TRUE(is_less("-1", "0"));
  EXPECT_TRUE(is_less("9.50", "10.25"));
  EXPECT_TRUE(is_less("10.5", "10.505"));
  EXPECT_TRUE(is_less("2023-12-31", "2024-01-01"));
  EXPECT_FALSE(is_less("7", "7"));
}

}  // namespace
}  // namespace rox
