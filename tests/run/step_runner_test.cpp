#include "run/step_runner.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace rox {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

class StepRunnerTest : public testing::Test {
 protected:
  void add(const std::string& name, const std::vector<std::string>& needs, const std::string& lane = "") {
    Step& step = steps_.emplace_back();
    step.subject = name;
    std::set<std::string> names;
    for (const std::string& need : needs) names.insert(StepId{StepKind::load, need}.name());
    work_.push_back({&step, names, lane});
  }

  /// Notes the order in which steps end, and how many were at work together at most. No step ends before `together_` of
  /// them were at work at once.
  bool note(const Step& step) {
    std::unique_lock lock(mutex_);
    most_ = std::max(most_, ++at_work_);
    met_.notify_all();
    EXPECT_TRUE(met_.wait_for(lock, std::chrono::seconds{60}, [&] { return most_ >= together_; })) << step.subject;
    lock.unlock();
    std::this_thread::sleep_for(std::chrono::milliseconds{5});  // for a step that should not begin yet to be seen
    lock.lock();
    --at_work_;
    done_.push_back(step.subject);
    return !bad_.contains(step.subject);
  }

  void run(unsigned threads) {
    run_steps(work_, threads, [&](const Step& step) { return note(step); });
  }

  std::size_t place(const std::string& name) const {
    return static_cast<std::size_t>(std::find(done_.begin(), done_.end(), name) - done_.begin());
  }

  std::deque<Step> steps_;
  std::vector<StepWork> work_;
  std::set<std::string> bad_;
  int together_ = 1;
  std::mutex mutex_;  // of what is below
  std::condition_variable met_;
  int at_work_ = 0;
  int most_ = 0;
  std::vector<std::string> done_;
};

TEST_F(StepRunnerTest, NoStepBeginsBeforeWhatItNeedsHasEnded) {
  add("a", {});
  add("b", {"not here"});
  add("c", {"a", "b"});
  add("d", {"a"});
  add("e", {"c", "d"});
  together_ = 2;  // a and b
  run(4);
  ASSERT_EQ(done_.size(), 5U);
  EXPECT_GT(place("c"), place("a"));
  EXPECT_GT(place("c"), place("b"));
  EXPECT_GT(place("d"), place("a"));
  EXPECT_EQ(place("e"), 4U);
}

TEST_F(StepRunnerTest, NeverMoreAtATimeThanThreads) {
  for (int i = 0; i < 12; ++i) add("s" + std::to_string(i), {});
  together_ = 3;
  run(3);
  EXPECT_EQ(done_.size(), 12U);
  EXPECT_EQ(most_, 3);
}

TEST_F(StepRunnerTest, StepsOfALaneFollowEachOtherInTheirOrder) {
  for (const char* name : {"a", "b", "c", "d"}) add(name, {}, "one");
  run(4);
  EXPECT_THAT(done_, ElementsAre("a", "b", "c", "d"));
  EXPECT_EQ(most_, 1);
}

TEST_F(StepRunnerTest, WhatHangsOnAFailedStepIsLeftOutAndTheOthersAreDone) {
  add("a", {}, "one");
  add("bad", {}, "one");
  add("of bad", {"bad"}, "one");
  add("of that", {"of bad"}, "one");
  add("of a", {"a"}, "one");
  bad_ = {"bad"};
  run(2);
  EXPECT_THAT(done_, ElementsAre("a", "bad", "of a"));
}

TEST_F(StepRunnerTest, AfterAnExceptionNothingElseIsBegun) {
  add("a", {}, "one");
  add("b", {}, "one");
  add("c", {}, "one");
  const auto work = [&](const Step& step) {
    if (step.subject == "b") throw std::runtime_error("b can't");
    return note(step);
  };
  EXPECT_THROW(run_steps(work_, 2, work), std::runtime_error);
  EXPECT_THAT(done_, UnorderedElementsAre("a"));
}

TEST_F(StepRunnerTest, NothingToDoIsDone) { run(2); }

}  // namespace
}  // namespace rox
