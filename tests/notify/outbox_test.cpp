#include "notify/outbox.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::system_clock;

const system_clock::time_point kNow = system_clock::from_time_t(1'800'000'000);

ToldNotice notice(const std::string& state, const std::string& key) {
  ToldNotice made;
  made.state = state;
  made.key = key;
  return made;
}

std::string waiting(const Outbox& outbox) {
  std::string text;
  for (const ToldNotice& notice : outbox.notices) text += notice.state + " " + notice.key + "; ";
  return text;
}

TEST(Outbox, KeepsTheEndOfWhatBeganAndEndedInIt) {
  Outbox outbox;
  add_notice(outbox, notice("new", "a"), kNow);
  add_notice(outbox, notice("new", "b"), kNow);
  add_notice(outbox, notice("still", "a"), kNow);
  EXPECT_EQ(waiting(outbox), "new a; new b; ");
  add_notice(outbox, notice("fixed", "a"), kNow);
  EXPECT_EQ(waiting(outbox), "fixed a; new b; ");
  add_notice(outbox, notice("once", "a"), kNow);
  EXPECT_EQ(waiting(outbox), "fixed a; new b; once a; ");
}

TEST(Outbox, TriesLaterEachTimeUpToAnHour) {
  Outbox outbox;
  add_notice(outbox, notice("new", "a"), kNow);
  std::vector<long> waits;
  for (int i = 0; i < 8; ++i) {
    note_failure(outbox, "away", kNow);
    waits.push_back(std::chrono::duration_cast<minutes>(outbox.next_try - kNow).count());
  }
  EXPECT_EQ(waits, (std::vector<long>{1, 2, 4, 8, 16, 32, 60, 60}));
}

TEST(Outbox, IsReadBackAndAnEmptyOneHasNoFile) {
  const test::TempDir dir;
  const std::filesystem::path file = dir.path() / "outbox/x.json";
  EXPECT_TRUE(read_outbox(file).empty());
  Outbox outbox;
  add_notice(outbox, {"new", "k", "hold", "w", "m", "o", "l", "s"}, kNow);
  note_failure(outbox, "away", kNow);
  write_outbox(file, outbox);
  const Outbox again = read_outbox(file);
  EXPECT_EQ(again.notices, outbox.notices);
  EXPECT_EQ(again.next_try, outbox.next_try);
  EXPECT_EQ(again.problem, "away");
  write_file(file, "{");
  EXPECT_TRUE(read_outbox(file).empty());
  write_outbox(file, {});
  EXPECT_FALSE(std::filesystem::exists(file));
}

}  // namespace
}  // namespace rox
