#include "source/number_text.hpp"

#include <gtest/gtest.h>

#include <random>

#include "discovery/number.hpp"
#include "model/format_words.hpp"
#include "source/fast_values.hpp"

namespace rox {
namespace {

Format written(std::optional<char> group, const std::string& currency = "", std::string_view words = "") {
  Format format;
  format.group = group;
  format.currency = currency;
  if (!words.empty()) {
    EXPECT_EQ(set_format_words(format, words), std::nullopt);
  }
  return format;
}

std::string number(std::string_view text, const Format& format, char decimal = ',', bool whole = false) {
  std::string out;
  return plain_number(text, format, decimal, whole, out) == NumberFault::none ? out : "-/-";
}

NumberFault fault(std::string_view text, const Format& format = {}, char decimal = ',', bool whole = false) {
  std::string out;
  return plain_number(text, format, decimal, whole, out);
}

TEST(PlainNumber, ACodeIsNoNumber) {
  struct Case {
    const char* text;
    NumberFault fault;
  };
  const Format grouped = written('.');
  for (const Case& each : {Case{"01310100", NumberFault::zeros_in_front},
                           {"007", NumberFault::zeros_in_front},
                           {"00", NumberFault::zeros_in_front},
                           {"-01", NumberFault::zeros_in_front},
                           {"01,5", NumberFault::zeros_in_front},
                           {"+5511999", NumberFault::plus_sign},
                           {"+1,5", NumberFault::plus_sign},
                           {"12E3", NumberFault::bare_exponent},
                           {"01.234,50", NumberFault::zeros_in_front},
                           {"0.125", NumberFault::zeros_in_front},
                           {"1.23", NumberFault::misplaced_group},
                           {"1234.567", NumberFault::misplaced_group},
                           {"1.234.56", NumberFault::misplaced_group},
                           {".123", NumberFault::misplaced_group},
                           {"1..234", NumberFault::misplaced_group},
                           {",", NumberFault::no_number},
                           {"1,2,3", NumberFault::no_number},
                           {"", NumberFault::no_number},
                           {"-", NumberFault::no_number},
                           {"--5", NumberFault::no_number}}) {
    EXPECT_EQ(fault(each.text, grouped), each.fault) << each.text;
  }
  EXPECT_EQ(fault("-0", {}, ',', true), NumberFault::negative_zero);
  EXPECT_EQ(fault("\u22120", {}, ',', true), NumberFault::negative_zero);
  EXPECT_EQ(number("-0,00", {}), "-0,00");
  EXPECT_EQ(number("0", {}, ',', true), "0");
  EXPECT_EQ(number("0,5", {}), "0,5");
  EXPECT_EQ(number(",5", {}), ",5");
  EXPECT_EQ(number("0001310100", written({}, "", "padded"), ',', true), "1310100");
  EXPECT_EQ(number("+5,00", written({}, "", "padded")), "5,00");
}

TEST(PlainNumber, TakesAmountsAsAccountantsWriteThem) {
  const Format real = written('.', "R$");
  for (const auto& [text, plain] : {std::pair{"R$ 1.234.567,89", "1234567,89"},
                                    {"-R$ 5,00", "-5,00"},
                                    {"R$ -5,00", "-5,00"},
                                    {"R$ (200,00)", "-200,00"},
                                    {"(R$ 200,00)", "-200,00"},
                                    {"(12,50)", "-12,50"},
                                    {"12,50-", "-12,50"},
                                    {" R$ -   ", "0"},
                                    {" -   ", "0"},
                                    {"R$\u00A01.234,56", "1234,56"},
                                    {"\u2212R$ 5,00", "-5,00"},
                                    {"R$ \u20135,00", "-5,00"},
                                    {"5,00 R$", "5,00"}}) {
    EXPECT_EQ(number(text, real), plain) << text;
  }
  for (const char* bad : {"1.23.456,00", "R$", "--1", "(-1)", "1.2", "US$ 5,00", "(1,00", "5,00--", "()", "R$ R$ 5"}) {
    EXPECT_EQ(number(bad, real), "-/-") << bad;
  }
  // Where nothing says that there are amounts, these are something else.
  EXPECT_EQ(number("(5)", {}), "-/-");
  EXPECT_EQ(number("5-", {}), "-/-");
  EXPECT_EQ(number("\u22125,00\u00A0", {}), "-5,00");
}

TEST(PlainNumber, TakesAllKindsOfBlanksAndApostrophes) {
  for (const char* text : {"1 234 567,5", "1\u00A0234\u00A0567,5", "1\u202F234\u202F567,5", "1\u2009234\u00A0567,5"}) {
    EXPECT_EQ(number(text, written(' ')), "1234567,5") << text;
  }
  for (const char* text : {"1'234'567.5", "1\u2019234\u2019567.5", "1\u02BC234\u00B4567.5"}) {
    EXPECT_EQ(number(text, written('\''), '.'), "1234567.5") << text;
  }
}

TEST(PlainNumber, TakesLakhAndPerCentOnlyWhereTheColumnHasThem) {
  const Format lakh = written(',', "", "lakh");
  EXPECT_EQ(number("12,34,567.50", lakh, '.'), "1234567.50");
  EXPECT_EQ(number("1,00,000", lakh, '.'), "100000");
  EXPECT_EQ(number("34,567", lakh, '.'), "34567");
  for (const char* bad : {"123,456", "1,234,567", "1,2,345", "12,34"}) EXPECT_EQ(number(bad, lakh, '.'), "-/-") << bad;
  EXPECT_EQ(number("12,34,567", written(','), '.'), "-/-");
  const Format percent = written({}, "", "percent");
  EXPECT_EQ(number("1,5%", percent), "1,5");
  EXPECT_EQ(number("-1,5 %", percent), "-1,5");
  EXPECT_EQ(number("(1,5%)", percent), "-1,5");
  EXPECT_EQ(fault("1,5", percent), NumberFault::percent_sign);
  EXPECT_EQ(fault("1,5%"), NumberFault::percent_sign);
}

TEST(PlainNumber, TakesWholeNumbersThatWereFloats) {
  const Format keys = written({}, "", "float");
  EXPECT_EQ(number("101.0", keys, '.', true), "101");
  EXPECT_EQ(number("101", keys, '.', true), "101");
  EXPECT_EQ(number("101.5", keys, '.', true), "101.5");  // which no whole number is
  EXPECT_EQ(fault("-0.0", keys, '.', true), NumberFault::negative_zero);
  EXPECT_EQ(fault("0101.0", keys, '.', true), NumberFault::zeros_in_front);
}

TEST(PlainNumber, TakesABareDecimalSignAmongDecimals) {
  EXPECT_EQ(number("5.", {}, '.'), "5");
  EXPECT_EQ(number("-1.234,", written('.'), ','), "-1234");
  EXPECT_EQ(number("1.E+5", {}, '.'), "1E5");
  EXPECT_EQ(fault("5.", {}, '.', true), NumberFault::no_number) << "a place in an order";
}

TEST(PlainNumber, ExponentsNeedASignOfTheirOwn) {
  EXPECT_EQ(number("1.5E-3", {}, '.'), "1.5E-3");
  EXPECT_EQ(number("1E+05", {}, '.'), "1E5");
  EXPECT_EQ(fault("12E3", {}, '.'), NumberFault::bare_exponent);
  EXPECT_EQ(number("R$ 1.5E3", written({}, "R$"), '.'), "-/-");
}

std::string random_text(std::mt19937_64& random, std::string_view letters, std::size_t most) {
  std::string text;
  for (std::size_t n = random() % (most + 1); n > 0; --n) text += letters[random() % letters.size()];
  return text;
}

// One rule: whatever a run reads as a number, in whatever style, discovery takes for one, and the other way round.
TEST(PlainNumber, DiscoveryAndARunAgreeOnEveryText) {
  std::mt19937_64 random(5);
  std::size_t taken = 0;
  for (int i = 0; i < 300000; ++i) {
    std::string text = random_text(random, i % 2 == 0 ? "0123456789.,-" : "0012345.,' -+()%E", 12);
    if (i % 5 == 0) text = "R$ " + text;
    const NumberText found = read_number(text);
    for (std::size_t s = 0; s < kNumberStyles.size(); ++s) {
      const NumberStyle& style = kNumberStyles[s];
      Format format;
      if (style.group != '\0') format.group = style.group;
      format.lakh = style.lakh;
      if (found.currency != 0) format.currency = kCurrencies[found.currency - 1U];
      format.percent = found.percent;
      const bool has_style = (found.styles >> s & 1U) != 0;
      // A column without separators says by a currency or by a separator that it has amounts.
      const bool needs_format = found.accounting && !needs_normalizing(format);
      const bool read = fault(text, format, style.decimal) == NumberFault::none;
      ASSERT_EQ(read, has_style && !needs_format) << "'" << text << "' in style " << s;
      taken += read;
    }
  }
  EXPECT_GT(taken, 50000U);
}

// What the scanner reads eight bytes at a time is under the same rule.
TEST(PlainNumber, TheFastWayTakesNoCode) {
  std::mt19937_64 random(6);
  int taken = 0;
  for (int i = 0; i < 400000; ++i) {
    const std::string text = random_text(random, i % 2 == 0 ? "0123456789," : "0001,-+", 12);
    const std::string padded = text + std::string(kValuePadding, '0');
    const std::string_view view(padded.data(), text.size());
    std::int64_t value = 0;
    if (fast::integer(view, value)) {
      ASSERT_EQ(fault(text, {}, ',', true), NumberFault::none) << text;
      ++taken;
    }
    if (fast::decimal(view, ',', 18, 4, value)) {
      ASSERT_EQ(fault(text), NumberFault::none) << text;
      ++taken;
    }
  }
  EXPECT_GT(taken, 100000);
}

}  // namespace
}  // namespace rox
