#include "base/cron.hpp"

#include <gtest/gtest.h>

#include <ctime>
#include <optional>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/local_time.hpp"
#include "temp_variable.hpp"

namespace rox {
namespace {

class CronTest : public testing::Test {
 protected:
  explicit CronTest() : zone_("TZ", "UTC") { ::tzset(); }

  static std::string next(const char* expression, const char* since) {
    const auto time = Cron::parse(expression).next(*parse_utc(since));
    return time ? utc_text(*time, "%Y-%m-%d %H:%M") : "never";
  }
  static std::string last(const char* expression, const char* since, const char* until) {
    const auto time = Cron::parse(expression).last(*parse_utc(since), *parse_utc(until));
    return time ? utc_text(*time, "%Y-%m-%d %H:%M") : "never";
  }

 private:
  test::TempVariable zone_;
};

TEST_F(CronTest, FindsTheNextTime) {
  EXPECT_EQ(next("30 6 * * mon-fri", "2026-01-02T06:30:00"), "2026-01-05 06:30");  // from a Friday on
  EXPECT_EQ(next("*/15 * * * *", "2026-01-01T23:46:00"), "2026-01-02 00:00");
  EXPECT_EQ(next("0 0 29 feb *", "2026-01-01"), "never");
  EXPECT_EQ(next("0 0 29 2 *", "2027-12-01"), "2028-02-29 00:00");
  EXPECT_EQ(next("5,10-12 8 1 * *", "2026-01-01T08:11:00"), "2026-01-01 08:12");
  EXPECT_EQ(next("0 9 1 * mon", "2026-01-02"), "2026-01-05 09:00");  // either day
  EXPECT_EQ(next("0 9 * * 7", "2026-01-01"), "2026-01-04 09:00");
  EXPECT_EQ(next("50/5 * * * *", "2026-01-01T00:51:00"), "2026-01-01 00:55");
}

TEST_F(CronTest, FindsTheLastTimeOfASpan) {
  EXPECT_EQ(last("0 6 * * *", "2026-01-01T07:00:00", "2026-01-02T05:59:59"), "never");
  EXPECT_EQ(last("0 6 * * *", "2026-01-01T07:00:00", "2026-01-02T06:00:00"), "2026-01-02 06:00");
  EXPECT_EQ(last("0 6 * * *", "2026-01-01T07:00:00", "2026-01-09T05:00:00"), "2026-01-08 06:00");
  EXPECT_EQ(last("0 6 * * *", "2026-01-02T06:00:00", "2026-01-02T06:00:00"), "never");
}

TEST_F(CronTest, RefusesWhatIsNone) {
  for (const char* wrong :
       {"", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "5-1 * * * *",
        "*/0 * * * *", "a * * * *", "1, * * * *", "-1 * * * *", "* * * * moon"}) {
    EXPECT_THROW(Cron::parse(wrong), Error) << wrong;
  }
}

}  // namespace
}  // namespace rox
