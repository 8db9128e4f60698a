#include "ledger/ledger.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

class LedgerTest : public test::TempDirTest {
 protected:
  LedgerTest() {
    run_.run = new_run_id();
    run_.command = "run";
    run_.target = "local";
    run_.pid = ::getpid();
    run_.started = utc_now();
  }

  const fs::path& state_ = dir_;
  RunRecord run_;
};

TEST_F(LedgerTest, FinishedRunIsReadBack) {
  LedgerWriter ledger(state_, run_);
  ledger.step_started("load.Person");
  ledger.step_finished({"load.Person", StepStatus::done, 0.25, {10, 8, 2, 1000}, ""});
  run_.status = RunStatus::done;
  run_.seconds = 0.5;
  ledger.run_finished(run_);

  RunRecord read = read_run(state_, run_.run);
  EXPECT_EQ(read.status, RunStatus::done);
  EXPECT_EQ(read.command, "run");
  EXPECT_EQ(read.target, "local");
  EXPECT_DOUBLE_EQ(read.seconds, 0.5);
  ASSERT_EQ(read.steps.size(), 1U);
  EXPECT_EQ(read.steps[0].step, "load.Person");
  EXPECT_EQ(read.steps[0].status, StepStatus::done);
  EXPECT_EQ(read.steps[0].counts.rows_in, 10U);
  EXPECT_EQ(read.steps[0].counts.rows_out, 8U);
  EXPECT_EQ(read.steps[0].counts.rejects, 2U);
  EXPECT_EQ(read.steps[0].counts.bytes, 1000U);
}

TEST_F(LedgerTest, RunWithoutEndIsRunningWhileItsWriterIsThereAndKilledAfter) {
  {
    LedgerWriter ledger(state_, run_);
    ledger.step_started("load.Person");
    RunRecord read = read_run(state_, run_.run);
    EXPECT_EQ(read.status, RunStatus::running);
    ASSERT_EQ(read.steps.size(), 1U);
    EXPECT_EQ(read.steps[0].status, StepStatus::running);
    EXPECT_EQ(read_run(state_, run_.run).status, RunStatus::running);  // looking at it has no effect
  }
  EXPECT_EQ(read_run(state_, run_.run).status, RunStatus::killed);
}

TEST_F(LedgerTest, RunIsKilledThoughAnotherOneGoesOn) {
  { LedgerWriter ledger(state_, run_); }
  RunRecord other = run_;
  other.run = "20990101T000000000-0000";
  LedgerWriter ledger(state_, other);
  EXPECT_EQ(read_run(state_, run_.run).status, RunStatus::killed);
  EXPECT_EQ(read_run(state_, other.run).status, RunStatus::running);
}

TEST_F(LedgerTest, TornLastLineIsPassedOver) {
  {
    LedgerWriter ledger(state_, run_);
    ledger.step_finished({"load.Person", StepStatus::done, 0.25, {10, 8, 2, 1000}, ""});
  }
  std::ofstream(state_ / "runs" / (run_.run + ".jsonl"), std::ios::app) << R"({"event":"run_fin)";
  RunRecord read = read_run(state_, run_.run);
  EXPECT_EQ(read.status, RunStatus::killed);
  EXPECT_EQ(read.steps.size(), 1U);
}

TEST_F(LedgerTest, ErrorWithBytesThatAreNoTextIsStillRecorded) {
  LedgerWriter ledger(state_, run_);
  StepResult failed{"load.Person", StepStatus::failed, 0.1, {}, "bad value '\xff'"};
  ledger.step_finished(failed);
  run_.status = RunStatus::failed;
  run_.error = failed.error;
  ledger.run_finished(run_);
  RunRecord read = read_run(state_, run_.run);
  EXPECT_EQ(read.status, RunStatus::failed);
  EXPECT_EQ(read.steps.at(0).status, StepStatus::failed);
  EXPECT_THAT(read.steps.at(0).error, testing::StartsWith("bad value"));
}

TEST_F(LedgerTest, RunsAreListedNewestFirstAndOldOnesPruned) {
  for (const char* id : {"20260101T000000000-0001", "20260103T000000000-0003", "20260102T000000000-0002"}) {
    run_.run = id;
    LedgerWriter ledger(state_, run_);
  }
  EXPECT_THAT(list_runs(state_),
              testing::ElementsAre("20260103T000000000-0003", "20260102T000000000-0002", "20260101T000000000-0001"));
  prune_runs(state_, 2);
  EXPECT_THAT(list_runs(state_), testing::ElementsAre("20260103T000000000-0003", "20260102T000000000-0002"));
}

TEST_F(LedgerTest, UnknownRunIsAUsageError) {
  EXPECT_TRUE(list_runs(state_).empty());
  for (const char* id : {"", "nope", "../../etc/passwd"}) {
    try {
      read_run(state_, id);
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
    }
  }
}

}  // namespace
}  // namespace rox
