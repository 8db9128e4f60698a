#include "load/unlike.hpp"

#include <gtest/gtest.h>

#include "rewriting_support.hpp"

namespace rox {
namespace {

TEST(FindUnlike, SeesNewAmountsWithoutADecimalSign) {
  const auto without = [](int i) { return fmt::format("{}{:02}.00", i, i % 10 + 1); };
  EXPECT_EQ(how(find_unlike(kAmount, values(200, amount), values(40, without), "2030-01-01")), Rewriting::decimal_sign);
}

TEST(FindUnlike, TakesWholeAmountsOfTheUsualSize) {
  const auto whole = [](int i) { return fmt::format("{}.00", i); };
  EXPECT_EQ(find_unlike(kAmount, values(200, amount), values(200, whole), "2030-01-01"), std::nullopt);
}

TEST(FindUnlike, SeesNewCodesWithoutZeros) {
  const auto zeros = [](int i) { return fmt::format("{:06}", i * 997); };
  const auto none = [](int i) { return fmt::format("{}", i * 991); };
  EXPECT_EQ(how(find_unlike(kText, values(200, zeros), values(40, none), "2030-01-01")), Rewriting::zeros);
  EXPECT_EQ(find_unlike(kText, values(200, zeros), values(40, zeros), "2030-01-01"), std::nullopt);
}

TEST(FindUnlike, TakesShorterCodesOfANewKind) {
  const auto zeros = [](int i) { return fmt::format("{:06}", i * 997); };
  const auto branch = [](int i) { return fmt::format("{}", 4000 + i); };
  EXPECT_EQ(find_unlike(kText, values(200, zeros), values(60, branch), "2030-01-01"), std::nullopt);
}

TEST(FindUnlike, TakesACurrencyOfLargeAmounts) {
  const auto rate = [](int i) { return fmt::format("{}.00", 4100000 + i); };
  EXPECT_EQ(find_unlike(kAmount, values(200, amount), values(60, rate), "2030-01-01"), std::nullopt);
}

TEST(FindUnlike, TakesPlannedDaysOfTheNextMonth) {
  const auto before = [](int i) { return fmt::format("2024-{:02}-{:02}", i % 11 + 1, i % 28 + 1); };
  const auto planned = [](int i) { return fmt::format("2024-12-{:02}", i % 9 + 2); };
  EXPECT_EQ(find_unlike(kDay, values(100, before), values(60, planned), "2024-12-01"), std::nullopt);
}

TEST(FindUnlike, SeesDaysToComeThatWouldBePastAsMonths) {
  const auto before = [](int i) { return fmt::format("2023-{:02}-{:02}", i % 12 + 1, i % 28 + 1); };
  const auto now = [](int i) { return fmt::format("2024-{:02}-01", i % 12 + 1); };  // the first twelve days of January
  EXPECT_EQ(how(find_unlike(kDay, values(100, before), values(60, now), "2024-01-13")), Rewriting::day_and_month);
}

TEST(FindUnlike, TakesDaysToComeWhereThereWereSome) {
  const auto due = [](int i) { return fmt::format("2024-{:02}-01", i % 12 + 1); };
  EXPECT_EQ(find_unlike(kDay, values(100, due), values(60, due), "2024-03-01"), std::nullopt);
}

TEST(FindUnlike, SeesQuestionMarksInWords) {
  const auto name = [](int i) { return fmt::format("{} {}", i % 3 == 0 ? "João" : "Pedro", i); };
  const auto asked = [](int i) { return fmt::format("{} {}", i % 3 == 0 ? "Jo?o" : "Pedro", i); };
  EXPECT_EQ(how(find_unlike(kText, values(100, name), values(60, asked), "2030-01-01")), Rewriting::accents);
  EXPECT_EQ(find_unlike(kText, values(100, name), values(60, name), "2030-01-01"), std::nullopt);
}

TEST(FindUnlike, SeesAccentsThatStandApartAndThoseOfWebPages) {
  const auto name = [](int i) { return fmt::format("{} {}", i % 3 == 0 ? "Jos\u00E9" : "Ana", i); };
  for (const char* written : {"Jose\u0301", "Jos&#233;", "Jos&eacute;"}) {
    const auto now = [&](int i) { return fmt::format("{} {}", i % 3 == 0 ? written : "Ana", i); };
    EXPECT_EQ(how(find_unlike(kText, values(200, name), values(60, now), "2030-01-01")), Rewriting::spelling)
        << written;
    EXPECT_EQ(find_unlike(kText, values(200, now), values(60, now), "2030-01-01"), std::nullopt);
  }
  const auto plain = [](int i) { return fmt::format("Ana &Co; {}", i); };
  EXPECT_EQ(find_unlike(kText, values(200, plain), values(60, plain), "2030-01-01"), std::nullopt);
}

}  // namespace
}  // namespace rox
