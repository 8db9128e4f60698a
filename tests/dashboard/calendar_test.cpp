#include "dashboard/calendar.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"

namespace rox {
namespace {

TEST(Calendar, WritesAndReadsDays) {
  EXPECT_EQ(day_text(0), "1970-01-01");
  EXPECT_EQ(day_text(-1), "1969-12-31");
  EXPECT_EQ(parse_day("2011-05-31"), 15'125);
  for (Day day = -700'000; day < 2'900'000; day += 997) {
    EXPECT_EQ(parse_day(day_text(day)), day);
  }
}

TEST(Calendar, RefusesWhatIsNoDay) {
  for (const char* text : {"", "2011-5-31", "2011-02-29", "2011-13-01", "2011-00-10", "20110531", "2011-05-31 ",
                           "2011/05/31", "x011-05-31", "-011-05-31", "2011-05-3'"}) {
    EXPECT_THROW(parse_day(text), Error) << text;
  }
  EXPECT_EQ(day_text(parse_day("2012-02-29")), "2012-02-29");
}

std::string start(const char* day, Grain grain) { return day_text(period_start(parse_day(day), grain)); }

TEST(Calendar, KnowsWherePeriodsBegin) {
  EXPECT_EQ(start("2013-09-30", Grain::day), "2013-09-30");
  EXPECT_EQ(start("2013-09-30", Grain::week), "2013-09-30");  // a Monday
  EXPECT_EQ(start("2013-10-06", Grain::week), "2013-09-30");
  EXPECT_EQ(start("2013-10-07", Grain::week), "2013-10-07");
  EXPECT_EQ(start("2014-01-01", Grain::week), "2013-12-30");
  EXPECT_EQ(start("2013-09-30", Grain::month), "2013-09-01");
  EXPECT_EQ(start("2013-09-30", Grain::quarter), "2013-07-01");
  EXPECT_EQ(start("2013-12-31", Grain::quarter), "2013-10-01");
  EXPECT_EQ(start("1969-12-31", Grain::week), "1969-12-29");
}

TEST(Calendar, GoesFromPeriodToPeriod) {
  for (const Grain grain : {Grain::day, Grain::week, Grain::month, Grain::quarter}) {
    Day at = period_start(parse_day("1999-12-25"), grain);
    for (int i = 0; i < 500; ++i) {
      const Day next = next_period(at, grain);
      EXPECT_EQ(period_start(next, grain), next);
      EXPECT_EQ(period_start(next - 1, grain), at);
      at = next;
    }
  }
}

std::string before(const char* day, Grain grain) { return day_text(year_before(parse_day(day), grain)); }

TEST(Calendar, FindsTheYearBefore) {
  EXPECT_EQ(before("2013-09-30", Grain::day), "2012-09-30");
  EXPECT_EQ(before("2012-02-29", Grain::day), "2011-02-28");
  EXPECT_EQ(before("2013-09-01", Grain::month), "2012-09-01");
  EXPECT_EQ(before("2013-09-30", Grain::week), "2012-10-01");  // Mondays both
}

TEST(Calendar, KnowsItsGrains) {
  EXPECT_EQ(parse_grain("week"), Grain::week);
  EXPECT_THROW(parse_grain("weak"), Error);
  EXPECT_EQ(to_string(Grain::quarter), "quarter");
}

}  // namespace
}  // namespace rox
