#include "guard/usual.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

using std::chrono::days;

const CalendarDay kMonday{std::chrono::year{2026} / 1 / 5};

Guard usual(GuardMeasure measure) {
  Guard guard;
  guard.measure = measure;
  guard.usual = true;
  return guard;
}

/// A table that grows by 400 a day and by 100 on Sundays, but a little more or less each day.
DayLevels growing(int number) {
  DayLevels levels;
  double level = 1000;
  for (int i = 0; i < number; ++i) {
    const CalendarDay day = kMonday + days{i};
    level += (weekday_of(day) == 0 ? 100 : 400) + (i % 3 - 1) * 8;
    levels[day] = level;
  }
  return levels;
}

Judged judge(const Guard& guard, const DayLevels& levels, CalendarDay day, double growth) {
  return judge_level(guard, {}, levels, day, levels.rbegin()->second + growth);
}

bool is_alarm(const Judged& judged) {
  return !judged.learning && (*judged.value < *judged.least || *judged.value > *judged.most);
}

TEST(Usual, LearnsForAMonth) {
  const Guard guard = usual(GuardMeasure::new_rows);
  for (int day = 1; day < 35; ++day) EXPECT_TRUE(judge(guard, growing(day), kMonday + days{day}, 0).learning) << day;
  EXPECT_TRUE(judge_level(guard, {}, {}, kMonday, 5).learning);
  EXPECT_FALSE(judge(guard, growing(36), kMonday + days{36}, 400).learning);
}

TEST(Usual, KnowsEachWeekday) {
  const Guard guard = usual(GuardMeasure::new_rows);
  const DayLevels levels = growing(41);  // to Saturday
  const CalendarDay sunday = kMonday + days{41};
  EXPECT_FALSE(is_alarm(judge(guard, levels, sunday, 100)));
  EXPECT_TRUE(is_alarm(judge(guard, levels, sunday, 400)));
  const CalendarDay monday = kMonday + days{42};
  EXPECT_FALSE(is_alarm(judge(guard, growing(42), monday, 380)));
  EXPECT_TRUE(is_alarm(judge(guard, growing(42), monday, 100)));
  const Judged judged = judge(guard, growing(42), monday, 100);
  EXPECT_EQ(judged.usual->weekday, 1U);
  EXPECT_NEAR(judged.usual->median, 400, 8);
  EXPECT_NEAR(judged.usual->spread, 40, 1);
}

TEST(Usual, IsNotMovedByAnOddDay) {
  const Guard guard = usual(GuardMeasure::new_rows);
  DayLevels levels = growing(42);
  for (auto& [day, level] : levels) {
    if (day > kMonday + days{14}) level += 50'000;
  }
  EXPECT_FALSE(is_alarm(judge(guard, levels, kMonday + days{42}, 400)));
  EXPECT_TRUE(is_alarm(judge(guard, levels, kMonday + days{42}, 40)));
}

TEST(Usual, LetsADayMakeUpForTheOneBefore) {
  const Guard guard = usual(GuardMeasure::new_rows);
  DayLevels left_out = growing(42);
  left_out.erase(kMonday + days{41});
  EXPECT_FALSE(is_alarm(judge(guard, left_out, kMonday + days{42}, 500)));
  DayLevels short_day = growing(45);
  short_day.rbegin()->second -= 350;
  EXPECT_FALSE(is_alarm(judge(guard, short_day, kMonday + days{45}, 750)));
  EXPECT_TRUE(is_alarm(judge(guard, growing(45), kMonday + days{45}, 750)));
  DayLevels two_short_days = growing(45);
  two_short_days.rbegin()->second -= 700;
  std::next(two_short_days.rbegin())->second -= 350;
  EXPECT_FALSE(is_alarm(judge(guard, two_short_days, kMonday + days{45}, 1100)));
  EXPECT_TRUE(is_alarm(judge(guard, two_short_days, kMonday + days{45}, 1700)));
}

TEST(Usual, KnowsTheTurnOfAMonth) {
  const Guard guard = usual(GuardMeasure::new_rows);
  DayLevels levels = growing(54);  // to Friday, 27 February
  for (auto& [day, level] : levels) {
    if (day >= kMonday + days{26}) level += 5000;  // 31 January
  }
  levels[kMonday + days{54}] = levels.rbegin()->second + 400;
  const CalendarDay turn = kMonday + days{55};  // 1 March
  EXPECT_FALSE(is_alarm(judge(guard, levels, turn, 6000)));
  EXPECT_TRUE(is_alarm(judge(guard, levels, turn, 12'000)));
  EXPECT_TRUE(is_alarm(judge(guard, growing(50), kMonday + days{50}, 6000)));
  levels[turn] = levels.rbegin()->second + 6000;
  EXPECT_TRUE(is_alarm(judge(guard, levels, turn + days{1}, 40)));  // which owes nothing to the days after it
}

TEST(Usual, CountsByTheDay) {
  const Guard guard = usual(GuardMeasure::new_rows);
  DayLevels levels = growing(60);
  for (int i = 1; i < 60; i += 3) levels.erase(kMonday + days{i});  // some days are never loaded
  const CalendarDay day = kMonday + days{60};
  const double before = levels.rbegin()->second;
  EXPECT_FALSE(is_alarm(judge_level(guard, {}, levels, day, before + 400)));
  EXPECT_TRUE(is_alarm(judge_level(guard, {}, levels, day, before + 150)));
}

TEST(Usual, TakesFewRowsForWhatTheyAre) {
  const Guard guard = usual(GuardMeasure::new_rows);
  DayLevels levels;
  for (int i = 0; i < 50; ++i) levels[kMonday + days{i}] = 100 + 16 * i;
  const Judged judged = judge(guard, levels, kMonday + days{50}, 0);
  EXPECT_EQ(judged.least, 4);
  EXPECT_EQ(judged.most, 36);
  EXPECT_TRUE(is_alarm(judged));  // sixteen don't all stay away by chance
}

TEST(Usual, JudgesNoHoliday) {
  const Guard guard = usual(GuardMeasure::new_rows);
  BusinessDays calendar;
  calendar.holidays.insert(kMonday + days{42});
  const DayLevels levels = growing(42);
  EXPECT_TRUE(judge_level(guard, calendar, levels, kMonday + days{42}, levels.rbegin()->second).learning);
}

TEST(Usual, OfWhatIsMissingOnlyMoreIsUnusual) {
  const Guard guard = usual(GuardMeasure::missing);
  DayLevels levels;
  for (int i = 0; i < 42; ++i) levels[kMonday + days{i}] = 0.1;
  const Judged judged = judge_level(guard, {}, levels, kMonday + days{42}, 0.0);
  EXPECT_FALSE(judged.least);
  EXPECT_NEAR(*judged.most, 0.14, 0.001);
}

TEST(Usual, StatedBoundsNeedNoLedger) {
  Guard guard;
  guard.measure = GuardMeasure::rows;
  guard.least = 10;
  const Judged judged = judge_level(guard, {}, {}, kMonday, 5);
  EXPECT_FALSE(judged.learning);
  EXPECT_EQ(judged.value, 5);
  EXPECT_EQ(judged.least, 10);
}

}  // namespace
}  // namespace rox
