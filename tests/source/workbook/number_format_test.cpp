#include "source/workbook/number_format.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

using Kind = NumberFormat::Kind;

std::string formatted(const char* stored, const char* code, bool from_1904 = false) {
  std::string out;
  append_formatted(stored, parse_number_format(code), from_1904, out);
  return out;
}

std::string number(const char* stored) {
  std::string out;
  append_number(stored, out);
  return out;
}

TEST(NumberFormats, TellDatesFromNumbers) {
  for (const char* code : {"General", "0", "#,##0.00", "0%", "0.00E+00", "@", "\"day\" 0", "0\\d", "[Red]0.00",
                           "_-* 0 _y", "[$R$-416] #,##0.00;[Red]-[$R$-416] #,##0.00", "#\\ ?/?", "0;\"dd/mm\"", ""}) {
    EXPECT_EQ(parse_number_format(code).kind, Kind::number) << code;
  }
  for (const char* code :
       {"dd/mm/yyyy", "m/d/yy;@", "[$-416]d\\-mmm\\-yy", "yyyy\\-mm\\-dd", "mmmm", "[$-409]MMM\\-YY"}) {
    EXPECT_EQ(parse_number_format(code).kind, Kind::date) << code;
  }
  for (const char* code : {"dd/mm/yyyy hh:mm", "m/d/yy h:mm AM/PM", "yyyy-mm-dd\"T\"hh:mm:ss.000"}) {
    EXPECT_EQ(parse_number_format(code).kind, Kind::date_time) << code;
  }
  for (const char* code : {"hh:mm", "h:mm:ss AM/PM", "mm:ss.0"}) {
    EXPECT_EQ(parse_number_format(code).kind, Kind::time) << code;
  }
  for (const char* code : {"[h]:mm", "[mm]:ss", "[hh]:mm:ss"}) {
    EXPECT_EQ(parse_number_format(code).kind, Kind::duration) << code;
  }
  EXPECT_EQ(built_in_format(14).kind, Kind::date);
  EXPECT_EQ(built_in_format(22).kind, Kind::date_time);
  EXPECT_EQ(built_in_format(20).kind, Kind::time);
  EXPECT_EQ(built_in_format(46).kind, Kind::duration);
  EXPECT_EQ(built_in_format(10).kind, Kind::number);
}

TEST(NumberFormats, DatesBeginIn1900OrIn1904) {
  EXPECT_EQ(formatted("45322", "dd/mm/yyyy"), "2024-01-31");
  EXPECT_EQ(formatted("43860", "dd/mm/yyyy", true), "2024-01-31");
  EXPECT_EQ(formatted("0", "dd/mm/yyyy", true), "1904-01-01");
  EXPECT_EQ(formatted("1", "dd/mm/yyyy"), "1900-01-01");
  EXPECT_EQ(formatted("59", "dd/mm/yyyy"), "1900-02-28");
  EXPECT_EQ(formatted("60", "dd/mm/yyyy"), "1900-02-29");  // there was none: a run rejects it
  EXPECT_EQ(formatted("61", "dd/mm/yyyy"), "1900-03-01");
  EXPECT_EQ(formatted("0", "dd/mm/yyyy"), "1900-01-00");
  EXPECT_EQ(formatted("2958465", "dd/mm/yyyy"), "9999-12-31");
  EXPECT_EQ(formatted("2958466", "dd/mm/yyyy"), "2958466");
  EXPECT_EQ(formatted("-1", "dd/mm/yyyy"), "-1");
}

TEST(NumberFormats, TimesAreSharesOfADay) {
  EXPECT_EQ(formatted("45322.4375", "dd/mm/yyyy hh:mm"), "2024-01-31 10:30:00");
  EXPECT_EQ(formatted("45322", "dd/mm/yyyy hh:mm"), "2024-01-31 00:00:00");
  EXPECT_EQ(formatted("45322.4375", "dd/mm/yyyy"), "2024-01-31 10:30:00");  // shown or not
  EXPECT_EQ(formatted("45322.999999999", "dd/mm/yyyy"), "2024-02-01");
  EXPECT_EQ(formatted("0.520833333333333", "hh:mm"), "12:30:00");
  EXPECT_EQ(formatted("0.520833344907407", "hh:mm:ss.000"), "12:30:00.001");
  EXPECT_EQ(formatted("1.5", "[h]:mm"), "36:00:00");
  EXPECT_EQ(formatted("-0.25", "[h]:mm"), "-06:00:00");
}

TEST(NumberFormats, CodesKeepTheirZeros) {
  EXPECT_EQ(formatted("123", "00000"), "00123");
  EXPECT_EQ(formatted("123456", "00000"), "123456");
  EXPECT_EQ(formatted("1.5", "00000"), "1.5");
  EXPECT_EQ(formatted("0.15", "0.00%"), "0.15");
}

TEST(NumberFormats, NumbersAreTheDigitsThatAreStored) {
  for (const char* stored : {"0", "0.1", "-12.50", "123456789012345", "12345678901234567890", "12345678901234.56",
                             "0.12345678901234567", "x1234567890123456"}) {
    EXPECT_EQ(number(stored), stored);
  }
  EXPECT_EQ(number("1E-3"), "0.001");
  EXPECT_EQ(number("1.5E+20"), "150000000000000000000");
  EXPECT_EQ(number("1.2345678901234567E+16"), "12345678901234567");
  EXPECT_EQ(number("-2.5e-2"), "-0.025");
  EXPECT_EQ(number("1E+300"), "1E+300");
}

TEST(NumberFormats, AnExponentGoesAndAllDigitsStay) {
  const auto plain = [](const char* stored) {
    std::string out;
    append_without_exponent(stored, out);
    return out;
  };
  EXPECT_EQ(plain("1e+20"), "100000000000000000000");
  EXPECT_EQ(plain("1.0000000000000001e-05"), "0.000010000000000000001");
  EXPECT_EQ(plain("0.30000000000000004"), "0.30000000000000004");
  EXPECT_EQ(plain("inf"), "inf");
}

TEST(NumberFormats, WhatFloatsLeaveIsNoDigit) {
  EXPECT_EQ(number("0.30000000000000004"), "0.3");
  EXPECT_EQ(number("3.3000000000000003"), "3.3");
  EXPECT_EQ(number("1.1000000000000001"), "1.1");
  EXPECT_EQ(number("2.9999999999999996"), "3");
  EXPECT_EQ(number("-99.999999999999986"), "-100");
  EXPECT_EQ(number("98765432109.870003"), "98765432109.87");
  EXPECT_EQ(number("1.0000000000000001E-5"), "0.00001");
}

}  // namespace
}  // namespace rox
