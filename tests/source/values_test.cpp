#include "source/values.hpp"
#include "source/date_values.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <limits>

#include "model/format_words.hpp"

namespace rox {
namespace {

std::string text_of(Int128 value) {
  bool negative = value < 0;
  std::string text;
  do {
    int digit = static_cast<int>(value % 10);
    text.push_back(static_cast<char>('0' + (negative ? -digit : digit)));
    value /= 10;
  } while (value != 0);
  if (negative) text.push_back('-');
  std::reverse(text.begin(), text.end());
  return text;
}

std::string decimal(std::string_view text, unsigned precision, unsigned scale, char sign = ',') {
  Int128 value = 0;
  Parse result = parse_decimal(text, sign, precision, scale, value);
  std::string wide = result == Parse::ok ? text_of(value) : result == Parse::out_of_range ? "range" : "bad";
  if (precision <= 18) {
    std::int64_t narrow = 0;
    Parse same = parse_decimal(text, sign, precision, scale, narrow);
    EXPECT_EQ(same, result) << text;
    if (same == Parse::ok) {
      EXPECT_EQ(text_of(narrow), wide) << text;
    }
  }
  return wide;
}

TEST(ParseDecimal, IsExact) {
  EXPECT_EQ(decimal("3578,27", 18, 4), "35782700");
  EXPECT_EQ(decimal("3578.270000", 18, 6, '.'), "3578270000");
  EXPECT_EQ(decimal("-0,01", 4, 2), "-1");
  EXPECT_EQ(decimal(",5", 4, 2), "50");
  EXPECT_EQ(decimal("5,", 4, 2), "500");
  EXPECT_EQ(decimal("+7", 4, 0), "7");
  EXPECT_EQ(decimal("99999999999999999999999999999999999999", 38, 0), "99999999999999999999999999999999999999");
  EXPECT_EQ(decimal("000000000000000000000000000000000000000000001,5", 3, 1), "15");
  EXPECT_EQ(decimal("1,5000000000000000000000000000000000000000000000", 3, 1), "15");
}

TEST(ParseDecimal, RefusesWhatWouldLoseDigits) {
  EXPECT_EQ(decimal("1,005", 5, 2), "range");
  EXPECT_EQ(decimal("1,000", 5, 2), "100");
  EXPECT_EQ(decimal("1000,00", 5, 2), "range");
  EXPECT_EQ(decimal("999,99", 5, 2), "99999");
  EXPECT_EQ(decimal("100000000000000000000000000000000000000", 38, 0), "range");
}

TEST(ParseDecimal, RefusesWhatIsNoNumber) {
  for (std::string_view text : {"", "-", ",", "1,2,3", "1.5", "12a", "0x10", "1e", "--1", "1 2", "NaN", "inf"}) {
    EXPECT_EQ(decimal(text, 18, 4), "bad") << text;
  }
}

TEST(ParseDecimal, TakesExponentsThatAreExact) {
  EXPECT_EQ(decimal("1.5E-3", 9, 4, '.'), "15");
  EXPECT_EQ(decimal("1.5E3", 9, 0, '.'), "1500");
  EXPECT_EQ(decimal("1.55E-3", 9, 4, '.'), "range");
  EXPECT_EQ(decimal("1E9999", 9, 4, '.'), "range");
  EXPECT_EQ(decimal("0E9999", 9, 4, '.'), "0");
}

TEST(ParseInteger, KnowsItsLimits) {
  std::int64_t value = 0;
  EXPECT_EQ(parse_integer("9223372036854775807", value), Parse::ok);
  EXPECT_EQ(value, std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(parse_integer("-9223372036854775808", value), Parse::ok);
  EXPECT_EQ(value, std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(parse_integer("9223372036854775808", value), Parse::out_of_range);
  EXPECT_EQ(parse_integer("99999999999999999999999999999999999999999999", value), Parse::out_of_range);
  EXPECT_EQ(parse_integer(" 12 ", value), Parse::ok);
  EXPECT_EQ(parse_integer("1,0", value), Parse::unparsable);
  EXPECT_EQ(parse_integer("", value), Parse::unparsable);
}

TEST(ParseDate, ReadsTheOrdersAndRefusesDaysThatDoNotExist) {
  std::int32_t days = 0;
  EXPECT_EQ(parse_date("1970-01-02", DateOrder::ymd, days), Parse::ok);
  EXPECT_EQ(days, 1);
  EXPECT_EQ(parse_date("31/05/2011", DateOrder::dmy, days), Parse::ok);
  EXPECT_EQ(days, 15125);
  EXPECT_EQ(parse_date("5/31/2011", DateOrder::mdy, days), Parse::ok);
  EXPECT_EQ(days, 15125);
  EXPECT_EQ(parse_date("2011-05-31 00:00:00.000", DateOrder::ymd, days), Parse::ok);
  EXPECT_EQ(days, 15125);
  EXPECT_EQ(parse_date("0001-01-01", DateOrder::ymd, days), Parse::ok);
  EXPECT_EQ(days, -719162);
  EXPECT_EQ(parse_date("2012-02-29", DateOrder::ymd, days), Parse::ok);
  for (std::string_view bad : {"2013-02-29", "2013-02-30", "1900-02-29", "2013-13-01", "2013-00-10", "2013-1",
                               "20130101", "2013-01/01", "13-01-01", "2013-01-01x", "0000-01-01"}) {
    EXPECT_EQ(parse_date(bad, DateOrder::ymd, days), Parse::unparsable) << bad;
  }
  EXPECT_EQ(parse_date("2011-05-31 00:00:00.001", DateOrder::ymd, days), Parse::out_of_range);
}

TEST(ParseTimestamp, IsExactToTheMicrosecondAndInUtc) {
  std::int64_t micros = 0;
  EXPECT_EQ(parse_timestamp("2014-02-08 10:01:36.827", DateOrder::ymd, micros), Parse::ok);
  EXPECT_EQ(micros, 1391853696827000);
  EXPECT_EQ(parse_timestamp("1970-01-01T00:00:00Z", DateOrder::ymd, micros), Parse::ok);
  EXPECT_EQ(micros, 0);
  EXPECT_EQ(parse_timestamp("1970-01-01 00:00-03:00", DateOrder::ymd, micros), Parse::ok);
  EXPECT_EQ(micros, 3 * 3600 * 1000000LL);
  EXPECT_EQ(parse_timestamp("1/2/1970 1:04:05 PM", DateOrder::mdy, micros), Parse::ok);
  EXPECT_EQ(micros, (24 * 3600 + 13 * 3600 + 4 * 60 + 5) * 1000000LL);
  EXPECT_EQ(parse_timestamp("1970-01-01 00:00:00.1234567", DateOrder::ymd, micros), Parse::out_of_range);
  EXPECT_EQ(parse_timestamp("1970-01-01 00:00:00.1234560", DateOrder::ymd, micros), Parse::ok);
  EXPECT_EQ(micros, 123456);
  for (std::string_view bad : {"1970-01-01 24:00:01", "1970-01-01 00:60:00", "1970-01-01 00", "1970-01-01 00:00:00 XM",
                               "1970-01-01 13:00 PM", "1970-01-01 00:00:00+99"}) {
    EXPECT_EQ(parse_timestamp(bad, DateOrder::ymd, micros), Parse::unparsable) << bad;
  }
}

TEST(ParseTimestamp, RefusesHalfAnOffsetAndAFractionOfAMinute) {
  std::int64_t micros = 0;
  for (const char* bad : {"2011-05-31 12:30.5", "2011-05-31 12:30:00+03:", "2011-05-31 12:30:00+3"}) {
    EXPECT_EQ(parse_timestamp(bad, DateOrder::ymd, micros), Parse::unparsable) << bad;
  }
}

TEST(ParseTimestamp, StaysWithinTheYearsOfDates) {
  std::int64_t micros = 0;
  EXPECT_EQ(parse_timestamp("0001-01-01 00:00:00+00:01", DateOrder::ymd, micros), Parse::out_of_range);
  EXPECT_EQ(parse_timestamp("9999-12-31 23:59:59-00:01", DateOrder::ymd, micros), Parse::out_of_range);
  EXPECT_EQ(parse_timestamp("9999-12-31 23:59:59.999999", DateOrder::ymd, micros), Parse::ok);
}

TEST(ParseUuid, KeepsDuckDbsOrder) {
  UInt128 value = 0;
  EXPECT_EQ(parse_uuid("80000000-0000-0000-0000-000000000001", value), Parse::ok);
  EXPECT_EQ(static_cast<std::uint64_t>(value >> 64), 0U);
  EXPECT_EQ(static_cast<std::uint64_t>(value), 1U);
  EXPECT_EQ(parse_uuid("{694215B7-08F7-4C0D-ACB1-D734BA44C0C8}", value), Parse::ok);
  EXPECT_EQ(parse_uuid("694215B7-08F7-4C0D-ACB1-D734BA44C0CG", value), Parse::unparsable);
  EXPECT_EQ(parse_uuid("694215B708F74C0DACB1D734BA44C0C8", value), Parse::unparsable);
}

TEST(ParseBoolean, ReadsEnglishAndPortuguese) {
  bool value = false;
  for (std::string_view yes : {"1", "TRUE", "Sim", "verdadeiro", "Y"}) {
    EXPECT_EQ(parse_boolean(yes, value), Parse::ok) << yes;
    EXPECT_TRUE(value) << yes;
  }
  for (std::string_view no : {"0", "False", "não", "NÃO", "nao", "n"}) {
    EXPECT_EQ(parse_boolean(no, value), Parse::ok) << no;
    EXPECT_FALSE(value) << no;
  }
  EXPECT_EQ(parse_boolean("2", value), Parse::unparsable);
}

std::string day(std::string_view text, const Format& format) {
  std::int64_t micros = 0;
  bool offset = false;
  const Parse result = parse_timestamp(text, format, micros, offset);
  if (result != Parse::ok) return result == Parse::out_of_range ? "range" : "bad";
  const std::chrono::sys_time<std::chrono::microseconds> time{std::chrono::microseconds{micros}};
  const auto midnight = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{midnight};
  std::string out = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                                static_cast<unsigned>(date.day()));
  if (const auto rest = (time - midnight).count(); rest != 0) out += fmt::format("+{}", rest);
  return out + (offset ? "Z" : "");
}

Format written(std::string_view words) {
  Format format;
  EXPECT_EQ(set_format_words(format, words), std::nullopt) << words;
  return format;
}

TEST(WrittenDates, YearsOfTwoDigitsAreOfTheHundredFromThePivotOn) {
  Format format = written("DD/MM/YY");
  EXPECT_EQ(day("31/12/23", format), "2023-12-31");
  EXPECT_EQ(day("01.02.70", format), "1970-02-01");
  EXPECT_EQ(day("01-02-69", format), "2069-02-01");
  EXPECT_EQ(day("1/2/99 10:00", format), "1999-02-01+36000000000");
  format.pivot = 1920;
  EXPECT_EQ(day("31/12/23", format), "1923-12-31");
  EXPECT_EQ(day("31/12/19", format), "2019-12-31");
  EXPECT_EQ(day("12/31/05", written("MM/DD/YY")), "2005-12-31");
  EXPECT_EQ(day("99-12-31", written("YY-MM-DD")), "1999-12-31");
  for (const char* bad : {"31/12/2023", "1.2.24", "1-2-24", "31/02/23", "31/12-23", "31/12/2", "x1/12/23"}) {
    EXPECT_EQ(day(bad, format), "bad") << bad;
  }
}

TEST(WrittenDates, MonthsHaveNamesInEnglishAndPortuguese) {
  const Format dmy = written("DD-MON-YYYY");
  for (const char* text : {"5 de janeiro de 2024", "05-Jan-2024", "5 jan. 2024", "5/JAN/2024", "05 January 2024",
                           "sexta-feira, 5 de Janeiro de 2024", "Fri, 05 Jan 2024"}) {
    EXPECT_EQ(day(text, dmy), "2024-01-05") << text;
  }
  EXPECT_EQ(day("1º de março de 2024", dmy), "2024-03-01");
  EXPECT_EQ(day("1 DE MARÇO DE 2024", dmy), "2024-03-01");
  EXPECT_EQ(day("28-fev-24", written("DD-MON-YY")), "2024-02-28");
  EXPECT_EQ(day("December 31, 2023", written("MON DD YYYY")), "2023-12-31");
  EXPECT_EQ(day("2023-Dez-31", written("YYYY-MON-DD")), "2023-12-31");
  EXPECT_EQ(day("10/Oct/2000:13:55:36 -0700", dmy), "2000-10-10+75336000000Z");
  EXPECT_EQ(day("28-JAN-16 11.45.46.421 PM", written("DD-MON-YY")), "2016-01-28+85546421000");
  for (const char* bad :
       {"5 de janeirou de 2024", "5 ja 2024", "31 fev 2024", "5 jan 24", "jan 2024", "5janeiro2024"}) {
    EXPECT_EQ(day(bad, dmy), "bad") << bad;
  }
}

TEST(WrittenDates, DigitsAloneAndCounts) {
  const Format compact = written("YYYYMMDD");
  EXPECT_EQ(day("20240131", compact), "2024-01-31");
  EXPECT_EQ(day("20240131101500", compact), "2024-01-31+36900000000");
  EXPECT_EQ(day("20240131T101500Z", compact), "2024-01-31+36900000000Z");
  for (const char* bad : {"20241301", "2024013", "202401311", "00000000", "20240131 9"}) {
    EXPECT_EQ(day(bad, compact), "bad") << bad;
  }
  EXPECT_EQ(day("1706659200", written("epoch")), "2024-01-31");
  EXPECT_EQ(day("1706659200123", written("epoch_ms")), "2024-01-31+123000");
  EXPECT_EQ(day("-1", written("epoch")), "1969-12-31+86399000000");
}

TEST(WrittenDates, DaysAsSpreadsheetsCountThem) {
  const Format serial = written("serial");
  EXPECT_EQ(day("45291", serial), "2023-12-31");
  EXPECT_EQ(day("45291.5", serial), "2023-12-31+43200000000");
  EXPECT_EQ(day("45291,75", serial), "2023-12-31+64800000000");
  EXPECT_EQ(day("45201.58333333333333", serial), "2023-10-02+50400000000") << "14:00, to the millisecond";
  EXPECT_EQ(day("45291.999999999999", serial), "2024-01-01");
  EXPECT_EQ(day("1", serial), "1900-01-01");
  EXPECT_EQ(day("59", serial), "1900-02-28");
  EXPECT_EQ(day("61", serial), "1900-03-01");
  EXPECT_EQ(day("2958465", serial), "9999-12-31");
  for (const char* none : {"60", "0", "-1", "-0.5", "2958466", "2958465.9999999999"})
    EXPECT_EQ(day(none, serial), "range") << none;
  for (const char* bad : {"", "x", "45,291.5", "2023-12-31"}) EXPECT_EQ(day(bad, serial), "bad") << bad;
}

TEST(WrittenDates, TheHour24IsTheNextDayAndFinerSecondsAreCutIfAsked) {
  EXPECT_EQ(day("2024-12-31 24:00", Format{}), "2025-01-01");
  EXPECT_EQ(day("2024-12-31 24:00:01", Format{}), "bad");
  EXPECT_EQ(day("9999-12-31 24:00", Format{}), "range");
  EXPECT_EQ(day("2024-03-01 10:00:00.1234567", Format{}), "range");
  EXPECT_EQ(day("2024-03-01 10:00:00.1234567", written("cut")), "2024-03-01+36000123456");
  EXPECT_EQ(day("2024-03-01 10:00:00.1234560", Format{}), "2024-03-01+36000123456");
  EXPECT_EQ(day("2024-03-01 10.15.00", Format{}), "2024-03-01+36900000000");
  EXPECT_EQ(day("2024-03-01 10:00:00-03:00", Format{}), "2024-03-01+46800000000Z");
}

TEST(WrittenDates, ZerosAreNoDate) {
  for (const char* zero : {"00000000", "0000-00-00", "0000-00-00 00:00:00", "00/00/0000", "00000000000000"}) {
    EXPECT_TRUE(is_zero_date(zero)) << zero;
  }
  for (const char* other : {"0", "000000", "00:00:00", "0000000", "000000000", "0001-01-01", "0,00000000"}) {
    EXPECT_FALSE(is_zero_date(other)) << other;
  }
}

TEST(Formulas, OnlyATextInQuotesIsTakenOut) {
  EXPECT_EQ(without_formula("=\"00123\""), "00123");
  EXPECT_EQ(without_formula("=\"\""), "");
  for (const char* other : {"=1+2", "=\"a\"&\"b\"", "\"x\"", "=\"", "=", ""}) EXPECT_EQ(without_formula(other), other);
}

}  // namespace
}  // namespace rox
