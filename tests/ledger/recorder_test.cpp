#include "ledger/recorder.hpp"

#include <gmock/gmock.h>

#include <new>
#include <stdexcept>

#include "base/error.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class RecorderTest : public test::TempDirTest {
 protected:
  RecorderTest() {
    project_.root = dir_;
    write_file(project_.model_file(), "");
    target_.name = "local";
    for (const char* name : {"a", "b"}) planned_.emplace_back().subject = name;
  }

  /// Runs the first step, which throws, and tells how the ledger has it.
  template <class Thrown>
  RunRecord record_of(const Thrown& thrown) {
    RunRecorder recorder(project_, new_record(project_, target_, "run"), silent_);
    try {
      recorder.conduct([&] { recorder.do_step(planned_[0], [&](StepResult&) { throw thrown; }); },
                       [&] { return planned_; });
    } catch (const Thrown&) {
      // What isn't an Error goes on to whoever called.
    }
    return read_run(project_.state_dir(), recorder.record().run);
  }

  Project project_;
  Target target_;
  RunObserver silent_;
  std::vector<Step> planned_;
};

TEST_F(RecorderTest, AnErrorFailsItsStepAndTheRun) {
  const RunRecord record = record_of(data_error("too many").hint("fewer"));
  EXPECT_EQ(record.status, RunStatus::failed);
  EXPECT_EQ(record.error, "too many\n  hint: fewer");
  ASSERT_EQ(record.steps.size(), 2U);
  EXPECT_EQ(record.steps[0].status, StepStatus::failed);
  EXPECT_EQ(record.steps[0].error, record.error);
  EXPECT_EQ(record.steps[1].status, StepStatus::skipped);
}

TEST_F(RecorderTest, ABugIsRecordedAsOneAndGoesOn) {
  RunRecorder recorder(project_, new_record(project_, target_, "run"), silent_);
  const auto work = [&] { recorder.do_step(planned_[0], [](StepResult&) { throw std::logic_error("so it is"); }); };
  EXPECT_THROW(recorder.conduct(work, [&] { return planned_; }), std::logic_error);
  const RunRecord record = read_run(project_.state_dir(), recorder.record().run);
  EXPECT_EQ(record.status, RunStatus::failed);
  EXPECT_THAT(record.error, StartsWith("this is a bug in rox: so it is"));
  ASSERT_EQ(record.steps.size(), 2U);
  EXPECT_EQ(record.steps[0].status, StepStatus::failed);
  EXPECT_EQ(record.steps[0].error, record.error);
  EXPECT_EQ(record.steps[1].status, StepStatus::skipped);
}

TEST_F(RecorderTest, ALackOfMemoryIsNoBug) {
  const RunRecord record = record_of(std::bad_alloc());
  EXPECT_EQ(record.status, RunStatus::failed);
  EXPECT_THAT(record.error, HasSubstr("memory_limit"));
  EXPECT_EQ(record.steps.at(0).error, record.error);
}

}  // namespace
}  // namespace rox
