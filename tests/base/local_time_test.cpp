#include "base/local_time.hpp"

#include <gtest/gtest.h>

#include <ctime>

#include "base/clock.hpp"
#include "temp_variable.hpp"

namespace rox {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

/// Another time zone, and back.
class Zone {
 public:
  explicit Zone(const char* name) : variable_("TZ", name) { ::tzset(); }

 private:
  test::TempVariable variable_;
};

TEST(LocalTime, IsThatOfTheTimeZone) {
  const Zone zone("<-03>3");
  const auto time = parse_utc("2026-01-06T01:30:15.250Z");
  ASSERT_TRUE(time);
  const LocalTime local = local_time(*time);
  EXPECT_EQ(calendar_day_text(local.day), "2026-01-05");
  EXPECT_EQ(time_of_day_text(local.of_day), "22:30");
  EXPECT_EQ(time_of(local.day, local.of_day), *time);
}

TEST(LocalTime, IsThatOfTheZoneThatIsUsed) {
  const Zone zone("UTC");
  use_time_zone("<-03>3");
  EXPECT_EQ(time_of_day_text(local_time(*parse_utc("2026-01-06T01:30:15Z")).of_day), "22:30");
}

TEST(LocalTime, KnowsZonesByTheirNames) {
  EXPECT_TRUE(knows_time_zone("UTC"));
  for (const char* wrong : {"", "Nowhere/Else", "../zoneinfo/UTC", "/etc/localtime", "America", "UTC\n"}) {
    EXPECT_FALSE(knows_time_zone(wrong)) << wrong;
  }
}

TEST(LocalTime, FollowsSummerTime) {
  const Zone zone("CET-1CEST,M3.5.0,M10.5.0/3");
  const auto winter = parse_calendar_day("2026-03-28");
  const auto summer = parse_calendar_day("2026-03-29");
  EXPECT_EQ(time_of(*summer, hours{7}) - time_of(*winter, hours{7}), hours{23});
}

TEST(LocalTime, ReadsDaysAndTimesOfDayAndNothingElse) {
  EXPECT_EQ(calendar_day_text(*parse_calendar_day("2024-02-29")), "2024-02-29");
  for (const char* wrong : {"2023-02-29", "2026-13-01", "2026-1-05", "2026-01-05x", "", "-026-01-05", "2026/01/05"}) {
    EXPECT_FALSE(parse_calendar_day(wrong)) << wrong;
  }
  EXPECT_EQ(parse_time_of_day("07:30"), minutes{450});
  for (const char* wrong : {"7:30", "24:00", "07:60", "07:3", "0730", "07:300", "-1:00"}) {
    EXPECT_FALSE(parse_time_of_day(wrong)) << wrong;
  }
}

TEST(LocalTime, ReadsWhatTheClockWrites) {
  EXPECT_EQ(utc_text(*parse_utc("2026-11-23 22:26:35.5"), "%Y-%m-%dT%H:%M:%S"), "2026-11-23T22:26:35");
  EXPECT_EQ(utc_text(*parse_utc("2026-11-23"), "%Y-%m-%dT%H:%M:%S"), "2026-11-23T00:00:00");
  EXPECT_FALSE(parse_utc("2026-11-23T22:26"));
  EXPECT_FALSE(parse_utc("yesterday"));
}

}  // namespace
}  // namespace rox
