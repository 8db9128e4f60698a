#include "run/retry.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

class RetryTest : public test::TempDirTest {
 protected:
  RetryTest() {
    project_.root = dir_;
    target_ = {"local", LocalConfig{dir_ / "warehouse.duckdb"}};
    make_directories(project_.state_dir() / "runs");
    ledger("20260101T000000000-aaaa", R"({"event":"run_started","command":"run","target":"local"}
{"event":"run_finished","status":"done"}
)");
  }
  void ledger(const std::string& run, const std::string& lines) {
    write_file(project_.state_dir() / "runs" / (run + ".jsonl"), lines);
  }
  std::optional<RunOptions> retry() { return retry_options(project_, target_, last_run(project_, target_).value()); }

  Project project_;
  Target target_;
};

TEST_F(RetryTest, ARunThatEndedWellLeavesNothingToDo) { EXPECT_FALSE(retry()); }

TEST_F(RetryTest, ARunThatWasKilledIsDoneAgainAsItWasAskedFor) {
  ledger("20260102T000000000-aaaa",
         R"({"event":"run_started","command":"load","target":"local","full_refresh":true,"select":["Person"]})");
  const std::optional<RunOptions> again = retry();
  ASSERT_TRUE(again);
  EXPECT_EQ(again->command, "load");
  EXPECT_TRUE(again->plan.full_refresh);
  EXPECT_EQ(again->plan.selection.select, std::vector<std::string>{"Person"});
}

// Killed between making the file and writing its first line: the run before it must not be taken for the last.
TEST_F(RetryTest, ARunThatWasKilledBeforeItSaidWhatItIsIsDoneAgainToo) {
  for (const char* text : {"", R"({"event":"run_st)"}) {
    ledger("20260103T000000000-aaaa", text);
    const std::optional<RunOptions> again = retry();
    ASSERT_TRUE(again) << text;
    EXPECT_EQ(again->command, "run");
  }
}

}  // namespace
}  // namespace rox
