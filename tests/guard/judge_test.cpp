#include "guard/judge.hpp"

#include <gtest/gtest.h>

#include <ctime>

#include "guard/words.hpp"
#include "temp_variable.hpp"

namespace rox {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class JudgeByClock : public testing::Test {
 protected:
  JudgeByClock() : zone_("TZ", "UTC") {
    ::tzset();
    guards_.list.resize(1);
    guards_.list[0].name = "Sale.arrival";
    guards_.list[0].subject = "Sale";
    guards_.list[0].measure = GuardMeasure::arrival;
    guards_.list[0].arrives_by = hours{7} + minutes{30};
    for (const unsigned weekday : {0U, 6U}) guards_.days.weekdays.at(weekday) = false;
  }

  Guard& guard() { return guards_.list[0]; }

  GuardResult judge(const char* came, const char* now) const {
    ArrivalTimes arrivals;
    if (const auto time = parse_utc(came)) arrivals["Sale"] = *time;
    return judge_clock(guards_, arrivals, {}, *parse_utc(now)).at(0);
  }

  bool alarms(const char* came, const char* now) const { return judge(came, now).is_alarm(); }

  Guards guards_;

 private:
  test::TempVariable zone_;
};

TEST_F(JudgeByClock, SomethingHasToComeByThatHour) {
  EXPECT_FALSE(alarms("2026-01-05T06:00:00", "2026-01-06T07:29:00"));
  EXPECT_TRUE(alarms("2026-01-05T06:00:00", "2026-01-06T07:30:00"));
  EXPECT_FALSE(alarms("2026-01-06T00:00:00", "2026-01-06T07:30:00"));
  EXPECT_TRUE(alarms("2026-01-05T09:00:00", "2026-01-06T07:30:00"));  // yesterday's, late
  EXPECT_TRUE(alarms("never", "2026-01-06T07:30:00"));
  EXPECT_FALSE(alarms("2026-01-06T09:00:00", "2026-01-06T10:00:00"));  // late, but here
}

TEST_F(JudgeByClock, NothingHasToComeOnWeekends) {
  EXPECT_FALSE(alarms("2026-01-09T06:00:00", "2026-01-11T23:00:00"));
  EXPECT_FALSE(alarms("2026-01-09T06:00:00", "2026-01-12T07:29:00"));
  EXPECT_TRUE(alarms("2026-01-09T06:00:00", "2026-01-12T07:30:00"));
}

TEST_F(JudgeByClock, TheEveningBeforeMayCount) {
  guard().arrives_after = hours{20};
  EXPECT_FALSE(alarms("2026-01-05T21:00:00", "2026-01-06T07:30:00"));
  EXPECT_TRUE(alarms("2026-01-05T19:00:00", "2026-01-06T07:30:00"));
}

TEST_F(JudgeByClock, NothingIsOlderThanItMayBe) {
  guard().measure = GuardMeasure::age;
  guard().max_age = {26, GuardAge::Unit::hours};
  EXPECT_FALSE(alarms("2026-01-05T06:00:00", "2026-01-06T08:00:00"));
  EXPECT_TRUE(alarms("2026-01-05T06:00:00", "2026-01-06T08:00:01"));
  guard().max_age = {1, GuardAge::Unit::business_days};
  EXPECT_FALSE(alarms("2026-01-09T06:00:00", "2026-01-12T06:00:00"));  // Friday's, on Monday
  EXPECT_TRUE(alarms("2026-01-09T06:00:00", "2026-01-12T06:00:01"));
  EXPECT_FALSE(alarms("2026-01-09T06:00:00", "2026-01-11T05:00:00"));
}

TEST_F(JudgeByClock, KnowsTheNextHour) {
  EXPECT_EQ(next_deadline(guards_, *parse_utc("2026-01-09T07:30:00")), parse_utc("2026-01-12T07:30:00"));
  EXPECT_EQ(next_deadline(guards_, *parse_utc("2026-01-09T07:29:59")), parse_utc("2026-01-09T07:30:00"));
  EXPECT_FALSE(next_deadline({}, *parse_utc("2026-01-09T07:30:00")));
}

TEST_F(JudgeByClock, SaysItInBothLanguages) {
  const GuardResult result = judge("2026-01-05T06:00:00", "2026-01-06T07:30:00");
  EXPECT_EQ(guard_text(result, Language::english),
            "the newest export of Sale came 26 hours ago; one was due by 2026-01-06 07:30");
  EXPECT_EQ(guard_text(result, Language::portuguese),
            "a exportação mais nova de Sale chegou há 26 horas; uma era esperada até 2026-01-06 07:30");
}

TEST(GuardText, SaysWhyThatIsExpected) {
  GuardResult result;
  result.guard = "Sale.new_rows";
  result.subject = "Sale";
  result.measure = GuardMeasure::new_rows;
  result.verdict = GuardVerdict::hold;
  result.value = 12;
  result.least = 322;
  result.most = 1498;
  result.usual = UsualRange{910, 22, 8, 1, {}};
  EXPECT_EQ(guard_text(result, Language::english),
            "Sale has 12 new rows; usual on a Monday is 910 (median of 8, spread 22), so 322 to 1,498 is expected");
  EXPECT_EQ(
      guard_text(result, Language::portuguese),
      "Sale tem 12 linhas novas; o usual em uma segunda-feira é 910 (mediana de 8, dispersão 22), então espera-se "
      "de 322 a 1.498");
  result.verdict = GuardVerdict::learning;
  EXPECT_EQ(guard_text(result, Language::english),
            "Sale has 12 new rows; usual on a Monday is 910 (median of 8, spread 22); still learning what is usual");
}

}  // namespace
}  // namespace rox
