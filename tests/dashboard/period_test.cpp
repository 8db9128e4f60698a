#include "dashboard/period.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"

namespace rox {
namespace {

Period period(const char* from, const char* to) { return {parse_day(from), parse_day(to)}; }

std::string text(const Period& period) { return day_text(*period.from) + ".." + day_text(*period.to); }

std::string compared(const char* from, const char* to, CompareWith comparison) {
  return text(compared_period(period(from, to), comparison).value());
}

TEST(Period, ComparesWholeMonthsWithWholeMonths) {
  EXPECT_EQ(compared("2013-03-01", "2013-03-31", CompareWith::previous), "2013-02-01..2013-02-28");
  EXPECT_EQ(compared("2013-01-01", "2013-12-31", CompareWith::previous), "2012-01-01..2012-12-31");
  EXPECT_EQ(compared("2012-01-01", "2012-03-31", CompareWith::previous), "2011-10-01..2011-12-31");
  EXPECT_EQ(compared("2012-02-01", "2012-02-29", CompareWith::previous), "2012-01-01..2012-01-31");
}

TEST(Period, ComparesDaysWithAsManyDays) {
  EXPECT_EQ(compared("2013-03-10", "2013-03-20", CompareWith::previous), "2013-02-27..2013-03-09");
  EXPECT_EQ(compared("2013-03-01", "2013-03-20", CompareWith::previous), "2013-02-09..2013-02-28");
  EXPECT_EQ(compared("2013-03-05", "2013-03-05", CompareWith::previous), "2013-03-04..2013-03-04");
}

TEST(Period, ComparesMonthsAndAPartWithTheSameOfMonthsBefore) {
  EXPECT_EQ(compared("2024-08-01", "2025-07-23", CompareWith::previous), "2023-08-01..2024-07-23");
}

TEST(Period, ComparesWithTheSameDaysOfTheYearBefore) {
  EXPECT_EQ(compared("2013-03-10", "2013-03-20", CompareWith::year), "2012-03-10..2012-03-20");
  EXPECT_EQ(compared("2013-02-01", "2013-02-28", CompareWith::year), "2012-02-01..2012-02-29");
  EXPECT_EQ(compared("2012-02-29", "2012-02-29", CompareWith::year), "2011-02-28..2011-02-28");
}

TEST(Period, HasNothingToCompareWithWithoutBothEnds) {
  EXPECT_FALSE(compared_period({}, CompareWith::previous));
  EXPECT_FALSE(compared_period({parse_day("2013-01-01"), std::nullopt}, CompareWith::year));
  EXPECT_FALSE(compared_period(period("2013-01-01", "2013-01-31"), CompareWith::none));
}

TEST(Period, CountsPresetsFromTheLastDayOfTheData) {
  const Day last = parse_day("2014-02-10");
  EXPECT_EQ(text(preset_period("this_month", last)), "2014-02-01..2014-02-28");
  EXPECT_EQ(text(preset_period("last_month", last)), "2014-01-01..2014-01-31");
  EXPECT_EQ(text(preset_period("last_quarter", last)), "2013-10-01..2013-12-31");
  EXPECT_EQ(text(preset_period("last_year", last)), "2013-01-01..2013-12-31");
  EXPECT_EQ(text(preset_period("last_30_days", last)), "2014-01-12..2014-02-10");
  EXPECT_EQ(text(preset_period("last_12_months", last)), "2013-03-01..2014-02-10");
  EXPECT_TRUE(preset_period("all", last).all());
  for (const std::string& preset : period_presets()) EXPECT_NO_THROW(preset_period(preset, last)) << preset;
  EXPECT_THROW(preset_period("last_moth", last), Error);
}

TEST(Period, ShowsTheLastTwelveMonthsOfLongData) {
  EXPECT_EQ(usual_preset(parse_day("2012-01-01"), parse_day("2014-01-01")), "last_12_months");
  EXPECT_EQ(usual_preset(parse_day("2013-06-01"), parse_day("2014-01-01")), "all");
}

TEST(Period, ChoosesTheGrainBySpan) {
  const Day from = parse_day("2010-01-01");
  EXPECT_EQ(usual_grain(from, from + 30), Grain::day);
  EXPECT_EQ(usual_grain(from, from + 200), Grain::week);
  EXPECT_EQ(usual_grain(from, from + 364), Grain::month);
  EXPECT_EQ(usual_grain(from, from + 6 * 366), Grain::quarter);
  EXPECT_EQ(usual_grain(from, from + 40 * 366), Grain::year);
}

TEST(Period, PutsBucketsBesideThoseOfTheComparedPeriod) {
  const Period year = period("2013-01-01", "2013-12-31");
  const Period before = *compared_period(year, CompareWith::previous);
  EXPECT_EQ(day_text(beside(parse_day("2013-05-01"), Grain::month, year, before, CompareWith::previous)), "2012-05-01");
  const Period march = period("2013-03-01", "2013-03-31");
  const Period february = *compared_period(march, CompareWith::previous);
  EXPECT_EQ(day_text(beside(parse_day("2013-03-05"), Grain::day, march, february, CompareWith::previous)),
            "2013-02-05");
  EXPECT_EQ(day_text(beside(parse_day("2013-03-05"), Grain::day, march, february, CompareWith::year)), "2012-03-05");
}

}  // namespace
}  // namespace rox
