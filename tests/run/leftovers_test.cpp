#include "run/leftovers.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

TEST(RemoveLeftovers, TakesAwayWhatKilledCommandsWereWriting) {
  test::TempDir dir;
  Project project;
  project.root = dir.path();
  const std::filesystem::path half = "x.json.999999999.tmp";  // no process has that number
  const std::filesystem::path folders[] = {project.answers_dir(), project.rejects_dir(), project.state_dir() / "state",
                                           project.state_dir() / "checks"};
  for (const auto& folder : folders) {
    make_directories(folder);
    write_file(folder / half, "{");
    write_file(folder / "whole.json", "{}");
  }
  make_directories(project.state_dir() / "tmp/sub");
  remove_leftovers(project);
  for (const auto& folder : folders) {
    EXPECT_FALSE(std::filesystem::exists(folder / half)) << folder;
    EXPECT_TRUE(std::filesystem::exists(folder / "whole.json")) << folder;
  }
  EXPECT_FALSE(std::filesystem::exists(project.state_dir() / "tmp"));
}

TEST(RemoveLeftovers, IsContentWithAProjectThatHasNothingYet) {
  test::TempDir dir;
  Project project;
  project.root = dir.path();
  EXPECT_NO_THROW(remove_leftovers(project));
}

}  // namespace
}  // namespace rox
