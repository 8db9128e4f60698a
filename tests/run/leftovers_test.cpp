#include "run/leftovers.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "base/temporary_folder.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

TEST(RemoveLeftovers, TakesAwayWhatKilledCommandsWereWriting) {
  test::TempDir dir;
  Project project;
  project.root = dir.path();
  const std::filesystem::path half = ".x.json.rox-77.tmp";
  const std::filesystem::path folders[] = {
      project.root,         project.answers_dir(),         project.rejects_dir(),         project.mends_dir(),
      project.charts_dir(), project.state_dir() / "state", project.state_dir() / "checks"};
  for (const auto& folder : folders) {
    make_directories(folder);
    write_file(folder / half, "{");
    write_file(folder / "whole.json", "{}");
  }
  make_directories(project.scratch_dir() / "rox-tmp-build-abcdef");
  std::filesystem::permissions(project.scratch_dir() / "rox-tmp-build-abcdef", std::filesystem::perms::owner_all);
  const TemporaryFolder alive("build", project.scratch_dir());
  AtomicFile being_written(project.answers_dir() / "y.json");
  remove_leftovers(project);
  for (const auto& folder : folders) {
    EXPECT_FALSE(std::filesystem::exists(folder / half)) << folder;
    EXPECT_TRUE(std::filesystem::exists(folder / "whole.json")) << folder;
  }
  EXPECT_FALSE(std::filesystem::exists(project.scratch_dir() / "rox-tmp-build-abcdef"));
  EXPECT_TRUE(std::filesystem::exists(alive.path()));
  being_written.write("{}");
  EXPECT_NO_THROW(being_written.commit());
}

TEST(RemoveLeftovers, IsContentWithAProjectThatHasNothingYet) {
  test::TempDir dir;
  Project project;
  project.root = dir.path();
  EXPECT_NO_THROW(remove_leftovers(project));
}

}  // namespace
}  // namespace rox
