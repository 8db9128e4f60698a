#include "base/rewrite_file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "base/error.hpp"
#include "base/file.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

class RewriteFileTest : public test::TempDirTest {};

TEST_F(RewriteFileTest, FollowsALinkAndKeepsTheRights) {
  fs::create_directory(dir_ / "shared");
  write_file(dir_ / "shared/model.toml", "old");
  ASSERT_EQ(::chmod((dir_ / "shared/model.toml").c_str(), 0640), 0);
  fs::create_symlink("shared/model.toml", dir_ / "model.toml");
  rewrite_file(dir_ / "model.toml", "new");
  EXPECT_TRUE(fs::is_symlink(dir_ / "model.toml"));
  EXPECT_EQ(read_file(dir_ / "shared/model.toml"), "new");
  struct stat info {};
  ASSERT_EQ(::stat((dir_ / "shared/model.toml").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777U, 0640U);
}

TEST_F(RewriteFileTest, MakesAFileThatIsNotThere) {
  rewrite_file(dir_ / "model.toml", "new");
  EXPECT_EQ(read_file(dir_ / "model.toml"), "new");
}

TEST_F(RewriteFileTest, WritesInPlaceWhatCannotBeReplaced) {
  // Where the file to be written first would lie is none that can be made: its name is too long.
  const fs::path file = dir_ / std::string(250, 'm');
  { const UniqueFd made = open_file(file, O_WRONLY | O_CREAT); }
  rewrite_file(file, "a longer text");
  rewrite_file(file, "new");
  EXPECT_EQ(read_file(file), "new");
}

TEST_F(RewriteFileTest, WhatCannotBeWrittenIsKnownBefore) {
  EXPECT_THROW(require_rewritable(dir_ / "missing"), Error);
  EXPECT_THROW(require_rewritable(dir_), Error);
  write_file(dir_ / "model.toml", "old");
  require_rewritable(dir_ / "model.toml");
  EXPECT_EQ(read_file(dir_ / "model.toml"), "old");
}

}  // namespace
}  // namespace rox
