#include "build/progress.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "engine/duckdb/duckdb.hpp"

namespace rox {
namespace {

using testing::ElementsAre;
using testing::Optional;

class ProgressTest : public testing::Test {
 protected:
  ProgressTest() {
    add("load.A", {});
    add("load.B", {});
    add("relations", {"load.A", "load.B"});
    add("transform.m", {"load.A", "relations"});
    add("checks", {"transform.m"});
    add("publish", {"checks"});
  }

  void add(const std::string& name, std::vector<std::string> needs) {
    plan_.steps.push_back({StepId::parse(name).value(), "print of " + name, true, "", std::move(needs)});
  }

  Step& step(const std::string& name) {
    return *std::find_if(plan_.steps.begin(), plan_.steps.end(), [&](const Step& s) { return s.name() == name; });
  }

  /// As a run leaves it that did these steps.
  void finish(const std::vector<std::string>& names) {
    for (const std::string& name : names) progress_.steps[name].fingerprint = "print of " + name;
  }

  std::optional<std::set<std::string>> taken() const {
    return steps_to_take_up(plan_, progress_, [&](const Step& s) { return !lost_.contains(s.name()); });
  }

  Plan plan_;
  BuildProgress progress_;
  std::set<std::string> lost_;
};

TEST_F(ProgressTest, IsReadAsItWasWritten) {
  DuckDbConnection connection = DuckDbDatabase("", {}).connect();
  EXPECT_FALSE(read_progress(connection));
  begin_progress(connection, {"r1", "from 'nothing'", true, {}});
  StepResult result;
  result.counts.rows_in = 5;
  result.counts.rows_out = 4;
  result.counts.rejects = 1;
  result.counts.bytes = 60;
  write_finished_step(connection, "r1", step("load.A"), {});
  write_finished_step(connection, "r2", step("load.A"), result);
  const std::optional<BuildProgress> read = read_progress(connection);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->build, "r1");
  EXPECT_EQ(read->basis, "from 'nothing'");
  EXPECT_TRUE(read->full_refresh);
  ASSERT_EQ(read->steps.size(), 1U);
  const FinishedStep& entry = read->steps.at("load.A");
  EXPECT_EQ(entry.fingerprint, "print of load.A");
  EXPECT_EQ(entry.run, "r2");
  EXPECT_EQ(entry.result.step, "load.A");
  EXPECT_EQ(entry.result.counts.rows_in, 5U);
  EXPECT_EQ(entry.result.counts.rows_out, 4U);
  EXPECT_EQ(entry.result.counts.rejects, 1U);
  EXPECT_EQ(entry.result.counts.bytes, 60U);
}

TEST_F(ProgressTest, StepsThatAreAsTheyAreToBeAreTakenUp) {
  EXPECT_THAT(taken(), Optional(testing::IsEmpty()));
  finish({"load.A", "load.B", "relations"});
  EXPECT_THAT(taken(), Optional(ElementsAre("load.A", "load.B", "relations")));
}

TEST_F(ProgressTest, TableWhoseExportChangedIsLoadedAgain) {
  plan_.fresh = true;
  finish({"load.A", "load.B"});
  step("load.A").fingerprint = "another";
  EXPECT_THAT(taken(), Optional(ElementsAre("load.B")));
}

TEST_F(ProgressTest, RowsThatWereNeverPublishedAreNothingToStartFrom) {
  finish({"load.A", "load.B"});
  step("load.A").fingerprint = "another";
  EXPECT_FALSE(taken());
}

TEST_F(ProgressTest, WhatIsMadeFromSomethingThatIsMadeAgainIsMadeAgain) {
  finish({"load.A", "load.B", "relations", "transform.m", "checks"});
  lost_ = {"transform.m"};
  EXPECT_THAT(taken(), Optional(ElementsAre("load.A", "load.B", "relations")));
}

TEST_F(ProgressTest, OrphansThatWereTakenOutMayBeNoneAnyMore) {
  finish({"load.A", "load.B", "relations"});
  step("load.B").fingerprint = "another";
  EXPECT_FALSE(taken());
}

TEST_F(ProgressTest, BuildWithSomethingThatIsNotWantedAnyMoreIsOfNoUse) {
  finish({"load.A", "load.B"});
  step("load.B").due = false;  // its export is again what it was
  EXPECT_FALSE(taken());
}

TEST_F(ProgressTest, ChecksLeaveNothingBehind) {
  finish({"load.A", "load.B", "relations", "transform.m", "checks"});
  step("checks").due = false;  // it is known that they passed
  EXPECT_THAT(taken(), Optional(ElementsAre("load.A", "load.B", "relations", "transform.m")));
}

}  // namespace
}  // namespace rox
