#include "discovery/number.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

/// The styles that are left, as "., ,." for decimal '.' with group ',' and decimal ',' with group '.'; '_' for no
/// group and 'L' for lakh.
std::string styles(std::string_view text) {
  const NumberText number = read_number(text);
  std::string out;
  for (std::size_t i = 0; i < kNumberStyles.size(); ++i) {
    if ((number.styles >> i & 1U) == 0) continue;
    if (!out.empty()) out += '|';
    out += kNumberStyles[i].decimal;
    out += kNumberStyles[i].lakh ? 'L' : kNumberStyles[i].group == '\0' ? '_' : kNumberStyles[i].group;
  }
  return out;
}

constexpr const char* kAny = "._|,_|.,|,.|.'|,'|. |, |.L";
constexpr const char* kDot = "._|.,|.'|. |.L";
constexpr const char* kComma = ",_|,.|,'|, ";

TEST(NumberText, KnowsWhatAValueProves) {
  EXPECT_EQ(styles("0"), kAny);
  EXPECT_EQ(styles("-42"), kAny);
  EXPECT_EQ(styles("12345678901234567890123"), kAny);
  EXPECT_EQ(styles("3578.270000"), kDot);
  EXPECT_EQ(styles("3578,27"), kComma);
  EXPECT_EQ(styles("0.123"), kDot);
  EXPECT_EQ(styles("1234.567"), kDot);
  EXPECT_EQ(styles(".5"), kDot);
  EXPECT_EQ(styles("5."), kDot);
  EXPECT_TRUE(read_number("5.").bare_sign);
  EXPECT_EQ(styles("1.234."), "");
  EXPECT_EQ(styles("1.234,"), ",.");
  EXPECT_EQ(styles("1.234"), "._|.,|,.|.'|. |.L");
  EXPECT_EQ(styles("1.234.567"), ",.");
  EXPECT_EQ(styles("1.234,5"), ",.");
  EXPECT_EQ(styles("1,234,567.89"), ".,");
  EXPECT_EQ(styles("1'234.50"), ".'");
  EXPECT_EQ(styles("1 234,50"), ", ");
  EXPECT_EQ(styles("1 234"), ". |, ");
}

TEST(NumberText, TakesOrnament) {
  EXPECT_EQ(styles("R$ 1.234,50"), ",.");
  EXPECT_EQ(styles("$1,234.50"), ".,|.L");
  EXPECT_EQ(styles("1,234,567.50"), ".,");
  EXPECT_EQ(styles("12,34,567.50"), ".L");
  EXPECT_EQ(styles("-R$ 1,50"), kComma);
  EXPECT_EQ(styles("R$ -1,50"), kComma);
  EXPECT_EQ(styles("1,50 €"), kComma);
  EXPECT_EQ(styles("(12.50)"), kDot);
  EXPECT_TRUE(read_number("(12.50)").accounting);
  EXPECT_TRUE(read_number("12.50-").accounting);
  EXPECT_FALSE(read_number("-12.50").accounting);
  EXPECT_EQ(kCurrencies[read_number("R$ 5").currency - 1U], "R$");
  EXPECT_EQ(kCurrencies[read_number("US$5").currency - 1U], "US$");
}

TEST(NumberText, CodesAndWordsAreNoNumbers) {
  for (const char* text :
       {"",      " ",          "007",      "00",   "+5",    "1,,",  ".",    "-",    "--5",     "(-5)",
        "1,2,3", "12.34.5",    "1.23,4.5", "12E3", "1E",    "E5",   "1e5x", "0x10", "1,234,5", "$",
        "R$",    "2011-05-31", "1-2",      "00.5", "$1E-5", "1..2", "1'23", "NaN",  "inf"}) {
    EXPECT_EQ(styles(text), "") << text;
  }
}

TEST(NumberText, MeasuresUnderBothSigns) {
  const NumberText number = read_number("-1.234");
  EXPECT_EQ(number.digits[0].whole_digits, 1U);
  EXPECT_EQ(number.digits[0].scale, 3U);
  EXPECT_FALSE(number.digits[0].integer);
  EXPECT_EQ(number.digits[1].whole_digits, 4U);
  EXPECT_TRUE(number.digits[1].integer);
  EXPECT_EQ(number.digits[1].value, -1234);
}

TEST(NumberText, KnowsTheLimitsOfBigint) {
  EXPECT_EQ(read_number("-9223372036854775808").digits[0].value, INT64_MIN);
  EXPECT_TRUE(read_number("9223372036854775807").digits[0].integer);
  EXPECT_FALSE(read_number("9223372036854775808").digits[0].integer);
  EXPECT_FALSE(read_number("-9223372036854775809").digits[0].integer);
  EXPECT_FALSE(read_number("99999999999999999999999").digits[0].integer);
}

TEST(NumberText, CountsDigitsOfExponents) {
  const NumberText small = read_number("1.5E-3");
  EXPECT_EQ(small.digits[0].whole_digits, 1U);
  EXPECT_EQ(small.digits[0].scale, 4U);
  const NumberText big = read_number("1E+05");
  EXPECT_EQ(big.digits[0].whole_digits, 6U);
  EXPECT_EQ(big.digits[0].scale, 0U);
  EXPECT_FALSE(big.digits[0].integer);
}

}  // namespace
}  // namespace rox
