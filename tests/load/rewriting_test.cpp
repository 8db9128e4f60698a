#include "load/rewriting.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace rox {
namespace {

const Type kText{TypeKind::varchar, 0, 0, 0};
const Type kAmount{TypeKind::decimal, 18, 2, 0};
const Type kDay{TypeKind::date, 0, 0, 0};
const Type kTime{TypeKind::timestamp, 0, 0, 0};

using Make = std::function<std::string(int)>;

std::vector<ValuePair> pairs(int count, const Make& before, const Make& now) {
  std::vector<ValuePair> rows;
  for (int i = 1; i <= count; ++i) rows.push_back({before(i), now(i)});
  return rows;
}

std::vector<KeptValue> values(int count, const Make& make) {
  std::vector<KeptValue> all;
  for (int i = 1; i <= count; ++i) all.emplace_back(make(i));
  return all;
}

std::optional<Rewriting> how(const std::optional<Rewritten>& found) {
  return found ? std::optional(found->how) : std::nullopt;
}

std::string amount(int i) { return fmt::format("{}.{:02}", i, i % 10 + 1); }

TEST(FindRewritten, SeesCodesWithoutTheirZeros) {
  const auto found = find_rewritten(
      kText, pairs(
                 40, [](int i) { return fmt::format("{:05}", i); }, [](int i) { return fmt::format("{}", i); }));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->how, Rewriting::zeros);
  EXPECT_EQ(found->rows, 40U);
  EXPECT_EQ(found->before, "00001");
  EXPECT_EQ(found->now, "1");
}

TEST(FindRewritten, SeesTelephoneNumbersWithoutTheirPlus) {
  const auto plus = [](int i) { return fmt::format("+48{}", 500000000 + i); };
  const auto none = [](int i) { return fmt::format("48{}", 500000000 + i); };
  EXPECT_EQ(how(find_rewritten(kText, pairs(40, plus, none))), Rewriting::zeros);
}

TEST(FindRewritten, SeesAmountsWithoutTheirDecimalSign) {
  const auto without = [](int i) { return fmt::format("{}{:02}.00", i, i % 10 + 1); };
  EXPECT_EQ(how(find_rewritten(kAmount, pairs(40, amount, without))), Rewriting::decimal_sign);
}

TEST(FindRewritten, TakesHigherPricesForPrices) {
  const auto raised = [](int i) { return fmt::format("{}.{:02}", i + 1, i % 10 + 1); };
  EXPECT_EQ(find_rewritten(kAmount, pairs(40, amount, raised)), std::nullopt);
}

TEST(FindRewritten, SeesAmountsWithoutTheirCents) {
  const auto whole = [](int i) { return fmt::format("{}.00", i); };
  EXPECT_EQ(how(find_rewritten(kAmount, pairs(40, amount, whole))), Rewriting::fraction);
}

TEST(FindRewritten, SeesAMinusThatIsGone) {
  const auto negative = [](int i) { return (i % 2 == 0 ? "-" : "") + amount(i); };
  EXPECT_EQ(how(find_rewritten(kAmount, pairs(60, negative, amount))), Rewriting::sign);
}

TEST(FindRewritten, SeesDaysThatHaveBecomeMonths) {
  const auto before = [](int i) { return fmt::format("2024-{:02}-{:02}", i % 12 + 1, i % 28 + 1); };
  const auto now = [](int i) {
    const bool ambiguous = i % 28 + 1 <= 12;
    return ambiguous ? fmt::format("2024-{:02}-{:02}", i % 28 + 1, i % 12 + 1)
                     : fmt::format("2024-{:02}-{:02}", i % 12 + 1, i % 28 + 1);
  };
  EXPECT_EQ(how(find_rewritten(kDay, pairs(100, before, now))), Rewriting::day_and_month);
}

TEST(FindRewritten, SeesAnotherTimeZone) {
  const auto at = [](int i, int hour) { return fmt::format("2024-03-{:02} {:02}:30:00", i % 28 + 1, hour); };
  EXPECT_EQ(how(find_rewritten(kTime, pairs(
                                          40, [&](int i) { return at(i, 9); }, [&](int i) { return at(i, 12); }))),
            Rewriting::hours);
}

TEST(FindRewritten, TakesLastReadingsAsTheyMoveOn) {
  const auto at = [](int hour) { return [hour](int i) { return fmt::format("2024-03-01 {:02}:{:02}:30", hour, i); }; };
  EXPECT_EQ(find_rewritten(kTime, pairs(40, at(6), at(18))), std::nullopt);
}

TEST(FindRewritten, SeesLongNumbersThatASpreadsheetRounded) {
  const auto ean = [](int i) { return fmt::format("78910000123{:02}{}", i, i % 9 + 1); };
  EXPECT_EQ(how(find_rewritten(kText, pairs(40, ean, [](int) { return "7,891E+13"; }))), Rewriting::digits);
  const Type whole{TypeKind::bigint, 0, 0, 0};
  EXPECT_EQ(how(find_rewritten(whole, pairs(40, ean, [](int) { return "78910000000000"; }))), Rewriting::digits);
  EXPECT_EQ(find_rewritten(whole, pairs(40, ean, ean)), std::nullopt);
}

TEST(FindRewritten, SeesAClockOfTwelveHoursAndNone) {
  const auto time = [](int i) { return fmt::format("2024-03-{:02} {:02}:30:15", i % 28 + 1, i % 24); };
  const auto twelve = [](int i) {
    return fmt::format("2024-03-{:02} {:02}:30:15", i % 28 + 1, i % 24 > 12 ? i % 24 - 12 : i % 24);
  };
  const auto none = [](int i) { return fmt::format("2024-03-{:02} 00:00:00", i % 28 + 1); };
  EXPECT_EQ(how(find_rewritten(kTime, pairs(96, time, twelve))), Rewriting::half_day);
  EXPECT_EQ(how(find_rewritten(kTime, pairs(96, time, none))), Rewriting::clock);
}

TEST(FindRewritten, TakesOtherNamesInOtherScriptsForNames) {
  const auto one = [](int i) { return fmt::format("李娜 {}", i); };
  const auto other = [](int i) { return fmt::format("杨帆 {}", i); };
  EXPECT_EQ(find_rewritten(kText, pairs(40, one, other)), std::nullopt);
}

TEST(FindRewritten, TakesGarbledNamesThatAreRightNow) {
  const auto garbled = [](int i) { return fmt::format("JosÃ© {}", i); };
  const auto right = [](int i) { return fmt::format("José {}", i); };
  EXPECT_EQ(find_rewritten(kText, pairs(40, garbled, right)), std::nullopt);
}

TEST(FindRewritten, ComparesAmountsOfWiderTypes) {
  const auto wider = [](int i) { return amount(i) + "0"; };
  EXPECT_EQ(find_rewritten({TypeKind::decimal, 38, 3, 0}, pairs(40, amount, wider)), std::nullopt);
}

TEST(FindRewritten, TakesTimesOfLastChangesAsTheyCome) {
  const auto on = [](int day) {
    return [day](int i) { return fmt::format("2024-03-{:02} 09:{:02}:00", day, i % 60); };
  };
  EXPECT_EQ(find_rewritten(kTime, pairs(40, on(1), on(2))), std::nullopt);
}

TEST(FindRewritten, SeesLettersThatHaveBecomeOthers) {
  const auto name = [](int i) { return fmt::format("São João {}", i); };
  for (const char* written : {"Sao Joao {}", "S?o Jo?o {}", "SÃ£o JoÃ£o {}"}) {
    const auto now = [&](int i) { return fmt::format(fmt::runtime(written), i); };
    EXPECT_EQ(how(find_rewritten(kText, pairs(40, name, now))), Rewriting::accents) << written;
  }
}

TEST(FindRewritten, SeesTextsThatAreCutOff) {
  const auto name = [](int i) { return fmt::format("{:0>4} a product with a long name, no. {}", i, i); };
  const auto cut = [&](int i) { return name(i).substr(0, 20); };
  EXPECT_EQ(how(find_rewritten(kText, pairs(40, name, cut))), Rewriting::cut);
}

TEST(FindRewritten, SeesAColumnThatIsEmptyNow) {
  std::vector<ValuePair> rows = pairs(40, amount, amount);
  for (ValuePair& row : rows) row.now.reset();
  EXPECT_EQ(how(find_rewritten(kAmount, rows)), Rewriting::emptied);
}

TEST(FindRewritten, NeedsManyRowsWithManyDifferentValues) {
  const auto zeros = [](int i) { return fmt::format("{:05}", i); };
  const auto none = [](int i) { return fmt::format("{}", i); };
  EXPECT_EQ(find_rewritten(kText, pairs(19, zeros, none)), std::nullopt);
  EXPECT_EQ(find_rewritten(kText, pairs(
                                      40, [](int i) { return fmt::format("0{}", i % 9); },
                                      [](int i) { return fmt::format("{}", i % 9); })),
            std::nullopt);
}

TEST(FindRewritten, LeavesRowsThatSomebodyCorrected) {
  std::vector<ValuePair> rows = pairs(40, amount, amount);
  for (int i = 0; i < 30; ++i) rows.push_back({fmt::format("{}.50", i), fmt::format("{}50.00", i)});
  EXPECT_EQ(find_rewritten(kAmount, rows), std::nullopt);
}

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

}  // namespace
}  // namespace rox
