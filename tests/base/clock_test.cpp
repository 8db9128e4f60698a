#include "base/clock.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

namespace rox {
namespace {

using std::chrono::milliseconds;
using std::chrono::system_clock;
using testing::MatchesRegex;

TEST(ClockTest, WritesUtc) {
  const system_clock::time_point time{milliseconds(1'764'438'395'123)};
  EXPECT_EQ(utc_text(time, "%Y-%m-%dT%H:%M:%SZ"), "2025-11-29T17:46:35Z");
  EXPECT_EQ(utc_text(system_clock::time_point{}, "%Y%m%dT%H%M%S"), "19700101T000000");
  EXPECT_EQ(utc_text(system_clock::time_point{milliseconds(-1)}, "%H:%M:%S"), "23:59:59");
}

TEST(ClockTest, SaysNowWithMilliseconds) {
  EXPECT_THAT(utc_now(), MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z"));
}

TEST(RunIdTest, GoesOnFromTheLastOneWhenTheClockWasPutBack) {
  EXPECT_EQ(new_run_id("29991231T235959999-ffff").substr(0, 19), "30000101T000000000-");
  EXPECT_EQ(new_run_id("29991231T235959123-0000").substr(0, 19), "29991231T235959124-");
  for (const char* other : {"", "20200101T000000000-ab12", "r1", "99991", "2999X231T235959123-0000"}) {
    EXPECT_LT(new_run_id(other), "2999") << other;
  }
}

TEST(RunIdTest, SortsByTimeAndDiffers) {
  const std::string first = new_run_id();
  ::usleep(2000);
  const std::string second = new_run_id();
  EXPECT_LT(first, second);
  EXPECT_THAT(first, MatchesRegex("[0-9]{8}T[0-9]{9}-[0-9a-f]{4}"));
}

TEST(RunIdTest, SaysWhenItsRunBegan) {
  EXPECT_EQ(run_time_text("20261130T080102123-ab12"), "2026-11-30T08:01:02.123Z");
  EXPECT_EQ(run_time_text("20261130T080102007-ab12"), "2026-11-30T08:01:02.007Z");
  EXPECT_EQ(run_time_text("r1"), "");
}

}  // namespace
}  // namespace rox
