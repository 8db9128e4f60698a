#include "watch/schedule.hpp"

#include <gtest/gtest.h>

#include <ctime>

#include "base/file.hpp"
#include "base/local_time.hpp"
#include "temp_dir.hpp"
#include "temp_variable.hpp"

namespace rox {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class Schedule : public testing::Test {
 protected:
  Schedule() : zone_("TZ", "UTC") { ::tzset(); }

  /// Looks, and runs if that is due.
  std::string look(const std::string& source, bool fails = false) {
    note_look(state_, source, now_);
    const WatchReason reason = due(config_, state_, now_);
    if (reason != WatchReason::nothing) note_run(state_, fails, now_);
    return std::string(to_string(reason));
  }

  WatchConfig config_;
  WatchState state_;
  WatchState::Time now_ = *parse_utc("2026-01-05T06:00:00");

 private:
  test::TempVariable zone_;
};

constexpr const char* kNothing = "nothing is due";
constexpr const char* kArrived = "exports arrived";
constexpr const char* kHour = "its time has come";
constexpr const char* kAgain = "it is tried again";

TEST_F(Schedule, RunsWhatStandsStillAndOnce) {
  EXPECT_EQ(look("a"), kNothing);
  now_ += seconds{20};
  EXPECT_EQ(look("b"), kNothing);
  now_ += seconds{29};
  EXPECT_EQ(look("b"), kNothing);
  now_ += seconds{1};
  EXPECT_EQ(look("b"), kArrived);
  now_ += hours{100};
  EXPECT_EQ(look("b"), kNothing);
  EXPECT_EQ(look(""), kNothing);
  now_ += hours{1};
  EXPECT_EQ(look(""), kNothing);
}

TEST_F(Schedule, RunsAtItsHoursAlsoAfterAPause) {
  config_.cron = {"30 6 * * *", "0 12 * * *"};
  EXPECT_EQ(look(""), kNothing);
  now_ += minutes{30};
  EXPECT_EQ(look(""), kHour);
  EXPECT_EQ(look(""), kNothing);
  now_ += hours{24 * 3};
  EXPECT_EQ(look(""), kHour);
  EXPECT_EQ(look(""), kNothing);
  now_ -= hours{2};  // the clock is set
  EXPECT_EQ(look(""), kNothing);
  now_ += hours{2};
  EXPECT_EQ(look(""), kNothing);
  now_ -= hours{24 * 30};  // it was wrong
  EXPECT_EQ(look(""), kNothing);
  now_ += hours{24};
  EXPECT_EQ(look(""), kHour);
}

TEST_F(Schedule, TriesAgainWhatFailedOutsideAndLaterEachTime) {
  config_.settle = seconds{0};
  EXPECT_EQ(look("a", true), kArrived);
  std::vector<int> waits;
  for (int i = 0; i < 8; ++i) {
    int waited = 0;
    while (look("a", true) != kAgain) {
      now_ += minutes{1};
      ++waited;
    }
    waits.push_back(waited);
  }
  EXPECT_EQ(waits, (std::vector<int>{1, 2, 4, 8, 16, 32, 60, 60}));
  EXPECT_EQ(look("b", false), kArrived);
  now_ += hours{10};
  EXPECT_EQ(look("b"), kNothing);
}

TEST_F(Schedule, IsReadBack) {
  const test::TempDir dir;
  config_.settle = seconds{0};
  look("a", true);
  write_watch_state(dir.path() / "watch/local.json", state_);
  EXPECT_EQ(read_watch_state(dir.path() / "watch/local.json"), state_);
  write_file(dir.path() / "watch/local.json", "[]");
  EXPECT_EQ(read_watch_state(dir.path() / "watch/local.json"), WatchState{});
}

TEST_F(Schedule, SeesWhatChangesInAFolder) {
  const test::TempDir dir;
  EXPECT_EQ(look_at(dir.path() / "none"), "");
  EXPECT_EQ(look_at(dir.path()), "");
  make_directories(dir.path() / "a");
  write_file(dir.path() / "a/x.csv", "1");
  const std::string one = look_at(dir.path());
  EXPECT_EQ(look_at(dir.path()), one);
  write_file(dir.path() / "a/x.csv", "12");
  EXPECT_NE(look_at(dir.path()), one);
}

}  // namespace
}  // namespace rox
