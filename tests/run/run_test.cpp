#include "run/run.hpp"

#include <gmock/gmock.h>

#include "base/file.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::HasSubstr;

class RunTest : public test::TempDirTest {
 protected:
  RunTest() {
    make_directories(dir_ / "exports");
    write_file(dir_ / "exports/t.csv", "id\n1\n");
    write_file(dir_ / "model.toml",
               "[[table]]\nname = \"t\"\nfile = \"t.csv\"\n"
               "columns = [{ name = \"id\", type = \"INTEGER\" }]\n");
    project_.root = dir_;
    project_.source.path = dir_ / "exports";
    target_.name = "local";
    target_.place = LocalConfig{dir_ / "warehouse.duckdb"};
  }

  Project project_;
  Target target_;
  RunObserver silent_;
};

TEST_F(RunTest, ADatabaseThatRoxDidNotMakeIsNotReplacedWhateverIsAsked) {
  DuckDbDatabase(target_.local().path, {}).connect().execute("CREATE TABLE precious AS SELECT 1 AS x");
  const std::string before = read_file(target_.local().path);
  for (const bool full_refresh : {false, true}) {
    RunOptions options;
    options.plan.full_refresh = full_refresh;
    const RunReport report = run_project(project_, target_, options, silent_);
    ASSERT_TRUE(report.error);
    EXPECT_EQ(report.error->kind(), ErrorKind::usage);
    EXPECT_THAT(report.error->what(), HasSubstr("not one that rox made"));
    EXPECT_EQ(report.record.status, RunStatus::failed);
    EXPECT_EQ(read_file(target_.local().path), before);
  }
  remove_file(target_.local().path);
  EXPECT_EQ(run_project(project_, target_, {}, silent_).record.status, RunStatus::done);
}

// A run that was killed right after it published has not written down what it knows of the target.
TEST_F(RunTest, RejectFilesAreThoseOfTheWarehouseNotOfTheStateThatWasWrittenDownBeforeIt) {
  project_.source.max_rejects.share = 1;
  const auto state_file = dir_ / ".rox/state/local.json";
  const auto reject_file = project_.reject_file("t");
  ASSERT_EQ(run_project(project_, target_, {}, silent_).record.status, RunStatus::done);
  const std::string before = read_file(state_file);
  write_file(dir_ / "exports/t.csv", "id\n1\n2\nthree\n");
  ASSERT_EQ(run_project(project_, target_, {}, silent_).error, std::nullopt);
  const std::string rejects = read_file(reject_file);
  EXPECT_THAT(rejects, HasSubstr("three"));

  write_file(state_file, before);
  ASSERT_EQ(run_project(project_, target_, {}, silent_).error, std::nullopt);
  ASSERT_TRUE(file_identity(reject_file));
  EXPECT_EQ(read_file(reject_file), rejects);
}

/// Writes a line below model.toml when the first step begins, as a person might at any time.
class Editor : public RunObserver {
 public:
  explicit Editor(std::filesystem::path file) : file_(std::move(file)) {}
  void step_started(const Step&) override {
    if (!done_) write_file(file_, read_file(file_) + "# mine\n");
    done_ = true;
  }

 private:
  std::filesystem::path file_;
  bool done_ = false;
};

TEST_F(RunTest, WhatAPersonWritesIntoTheModelMeanwhileStays) {
  const auto model = project_.model_file();
  project_.source.drift = DriftPolicy::widen;
  ASSERT_EQ(run_project(project_, target_, {}, silent_).error, std::nullopt);
  write_file(dir_ / "exports/t.csv", "id\n1\n99999999999\n");
  Editor editor(model);
  const RunReport report = run_project(project_, target_, {}, editor);
  ASSERT_EQ(report.error, std::nullopt);
  EXPECT_THAT(report.warnings, testing::Contains(HasSubstr("edited meanwhile")));
  EXPECT_THAT(read_file(model), testing::AllOf(HasSubstr("# mine"), HasSubstr("INTEGER")));

  ASSERT_EQ(run_project(project_, target_, {}, silent_).error, std::nullopt);
  EXPECT_THAT(read_file(model), testing::AllOf(HasSubstr("# mine"), HasSubstr("BIGINT")));
  const RunReport again = run_project(project_, target_, {}, silent_);
  EXPECT_EQ(again.record.status, RunStatus::unchanged);
}

}  // namespace
}  // namespace rox
