#include "base/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "temp_dir.hpp"
#include "temp_variable.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

TEST(TemporaryFolder, is_ours_alone_and_goes_with_all_that_is_in_it) {
  fs::path path;
  {
    const TemporaryFolder folder("test");
    path = folder.path();
    EXPECT_THAT(path.filename().string(), testing::StartsWith("rox-tmp-test-"));
    EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_all);
    fs::create_directories(path / "a/b");
    std::ofstream(path / "a/b/c") << "text";
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(TemporaryFolder, those_of_killed_processes_are_removed_by_the_next_of_their_purpose) {
  const test::TempDir parent;
  for (const char* left : {"rox-tmp-test-abcdef", "rox-tmp-other-abcdef", "tests", "rox-tmp-test-longer-abcdef"}) {
    fs::create_directories(parent.path() / left / "sub");
    fs::permissions(parent.path() / left, fs::perms::owner_all);
  }
  fs::create_directories(parent.path() / "rox-tmp-test-others");  // which others may look into
  const TemporaryFolder alive("test", parent.path());
  const TemporaryFolder next("test", parent.path());
  EXPECT_FALSE(fs::exists(parent.path() / "rox-tmp-test-abcdef"));
  EXPECT_TRUE(fs::exists(parent.path() / "rox-tmp-test-longer-abcdef"));
  EXPECT_TRUE(fs::exists(parent.path() / "rox-tmp-other-abcdef"));
  EXPECT_TRUE(fs::exists(alive.path()));
  remove_abandoned_folders(parent.path());
  EXPECT_FALSE(fs::exists(parent.path() / "rox-tmp-other-abcdef"));
  EXPECT_TRUE(fs::exists(parent.path() / "rox-tmp-test-others"));
  EXPECT_TRUE(fs::exists(parent.path() / "tests"));
  EXPECT_TRUE(fs::exists(alive.path()));
}

TEST(TemporaryFolder, two_are_not_the_same) {
  const TemporaryFolder one("test");
  const TemporaryFolder other("test");
  EXPECT_NE(one.path(), other.path());
}

TEST(TemporaryFolder, is_in_TMPDIR_unless_no_socket_could_lie_there) {
  const test::TempDir parent;
  const fs::path deep = parent.path() / std::string(60, 'x');
  fs::create_directory(deep);
  const test::TempVariable variable("TMPDIR", deep);
  EXPECT_EQ(TemporaryFolder("test").path().parent_path(), deep);
  EXPECT_EQ(TemporaryFolder("test", TemporaryFolder::Use::sockets).path().parent_path(), "/tmp");
}

}  // namespace
}  // namespace rox
