#include "load/rewriting.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rewriting_support.hpp"

namespace rox {
namespace {

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
  const auto few = [](int i) { return amount(i % 9); };
  const auto moved = [](int i) { return fmt::format("{}{:02}.00", i % 9, i % 9 + 1); };
  EXPECT_EQ(find_rewritten(kAmount, pairs(40, few, moved)), std::nullopt);
}

TEST(FindRewritten, SeesTheCodeOfTheOnlyBranchWithoutItsZeros) {
  const auto found = find_rewritten(kText, pairs(
                                               40, [](int) { return "001"; }, [](int) { return "1"; }));
  EXPECT_EQ(how(found), Rewriting::zeros);
}

TEST(FindRewritten, SeesAccentsThatStandApartAndSignsAsWebPagesWriteThem) {
  const auto name = [](int i) { return fmt::format("Jos\u00E9 & {}", i); };
  for (const char* written : {"Jose\u0301 & {}", "Jos&#233; & {}", "Jos&eacute; &amp; {}", "Jos\u00E9 &amp; {}"}) {
    const auto now = [&](int i) { return fmt::format(fmt::runtime(written), i); };
    EXPECT_EQ(how(find_rewritten(kText, pairs(40, name, now))), Rewriting::spelling) << written;
    EXPECT_EQ(find_rewritten(kText, pairs(40, now, name)), std::nullopt) << "which is a repair of " << written;
  }
  const auto renamed = [](int i) { return fmt::format("Jos\u00E9 &Co; {}", i + 1); };
  EXPECT_EQ(find_rewritten(kText, pairs(40, name, renamed)), std::nullopt);
}

TEST(FindRewritten, SeesTimesOfDayThatHaveMoved) {
  const Type time{TypeKind::time, 0, 0, 0};
  const auto at = [](int by) { return [by](int i) { return fmt::format("{:02}:{:02}:00", (i + by) % 24, i % 60); }; };
  EXPECT_EQ(how(find_rewritten(time, pairs(40, at(0), at(3)))), Rewriting::hours);
  EXPECT_EQ(how(find_rewritten(time, pairs(40, at(3), at(0)))), Rewriting::hours);
  EXPECT_EQ(find_rewritten(time, pairs(40, at(0), at(0))), std::nullopt);
  const auto later = [](int i) { return fmt::format("{:02}:{:02}:00", (i + i % 3) % 24, i % 60); };
  EXPECT_EQ(find_rewritten(time, pairs(40, at(0), later)), std::nullopt);
}

TEST(FindRewritten, LeavesRowsThatSomebodyCorrected) {
  std::vector<ValuePair> rows = pairs(40, amount, amount);
  for (int i = 0; i < 30; ++i) rows.push_back({fmt::format("{}.50", i), fmt::format("{}50.00", i)});
  EXPECT_EQ(find_rewritten(kAmount, rows), std::nullopt);
}

TEST(FindRewritten, TakesWhatIsAsItWas) {
  const auto minutes = [](int i) { return fmt::format("2026-03-{:02} {:02}:{:02}:00", i % 28 + 1, i % 24, i % 60); };
  EXPECT_EQ(find_rewritten(kTime, pairs(40, minutes, minutes)), std::nullopt);
  const Type time{TypeKind::time, 0, 0, 0};
  EXPECT_EQ(find_rewritten(time, pairs(
                                     40, [](int i) { return fmt::format("{:02}:{:02}:00", 12 + i % 12, i % 60); },
                                     [](int i) { return fmt::format("{:02}:{:02}:00", 12 + i % 12, i % 60); })),
            std::nullopt);
  const std::vector<Make> texts = {[](int i) { return fmt::format("{:05}", i); },
                                   [](int i) { return fmt::format("+48{}", 500000000 + i); },
                                   [](int i) { return fmt::format("{}", 789123456789012 + i); },
                                   [](int i) { return fmt::format("Jos\u00E9 & S\u00E3o {}", i); }};
  for (const Make& text : texts) EXPECT_EQ(find_rewritten(kText, pairs(40, text, text)), std::nullopt) << text(1);
  const auto negative = [](int i) { return fmt::format("-{}.50", i); };
  EXPECT_EQ(find_rewritten(kAmount, pairs(40, negative, negative)), std::nullopt);
}

}  // namespace
}  // namespace rox
