#include "guard/backtest.hpp"

#include <gtest/gtest.h>

#include "base/toml.hpp"

namespace rox {
namespace {

using std::chrono::days;

const CalendarDay kMonday{std::chrono::year{2026} / 1 / 5};

LedgerLevels two_months() {
  LedgerLevels levels;
  for (int i = 0; i < 60; ++i) {
    levels.rows["Sale"][kMonday + days{i}] = 1000 + 400 * i;
    levels.rows["Product"][kMonday + days{i}] = 300 + i % 2;
  }
  return levels;
}

TEST(Backtest, NamesTheDaysOfAlarms) {
  LedgerLevels levels = two_months();
  levels.rows["Sale"][kMonday + days{50}] -= 390;
  Guard guard;
  guard.name = "Sale.new_rows";
  guard.subject = "Sale";
  guard.measure = GuardMeasure::new_rows;
  guard.usual = true;
  Guards guards;
  guards.list = {guard};
  const std::vector<Backtest> tried = backtest(guards, levels);
  ASSERT_EQ(tried.size(), 1U);
  EXPECT_EQ(tried[0].days, 60U);
  EXPECT_GE(tried[0].learning, 28U);
  ASSERT_EQ(tried[0].alarms.size(), 1U);  // and none on the day after, which has too much
  EXPECT_EQ(tried[0].alarms[0].first, kMonday + days{50});
}

TEST(ProposeGuards, ThatWouldHaveBeenQuiet) {
  const std::vector<Guard> proposed = propose_guards({"Sale", "Product", "New"}, two_months());
  ASSERT_EQ(proposed.size(), 3U);
  EXPECT_EQ(proposed[0].name, "Sale.new_rows");
  EXPECT_EQ(proposed[1].name, "Product.rows");
  EXPECT_EQ(proposed[2].name, "New.rows");
  EXPECT_NO_THROW(parse_toml(proposals_text(proposed), "usual.toml"));
}

}  // namespace
}  // namespace rox
