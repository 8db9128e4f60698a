#include "base/hash.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "base/file.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

TEST(HashTest, IsXxh3) {
  // The published value of XXH3_128bits("").
  EXPECT_EQ(hash_text(""), "99aa06d3014798d86001c324468d497f");
}

TEST(HashTest, PiecesHashLikeTheWhole) {
  Hasher hasher;
  hasher.update("abc");
  hasher.update("");
  hasher.update("def");
  EXPECT_EQ(hasher.hex(), hash_text("abcdef"));
  EXPECT_NE(hasher.hex(), hash_text("abcdeg"));
}

TEST(HashTest, HexIsAlwaysThirtyTwoDigits) {
  for (int i = 0; i < 300; ++i) EXPECT_EQ(hash_text(std::to_string(i)).size(), 32U);
}

TEST(HashTest, FileHashesLikeItsText) {
  const test::TempDir temp;
  const std::filesystem::path& dir = temp.path();
  std::string text(700'001, 'q');  // more than one buffer
  write_file(dir / "f", text);
  EXPECT_EQ(hash_file(dir / "f"), hash_text(text));
}

class FileHashTest : public test::TempDirTest {};

TEST_F(FileHashTest, BeginningsThatAreEqualHaveEqualHashes) {
  std::string text(kHashedStep * 3 + 7, 'a');
  write_file(dir_ / "one", text);
  text[kHashedStep * 2 + 5] = 'b';
  write_file(dir_ / "other", text + "more");
  const FileHash one = hash_file_and_beginnings(dir_ / "one");
  const FileHash other = hash_file_and_beginnings(dir_ / "other");
  EXPECT_EQ(one.hash, hash_file(dir_ / "one"));
  EXPECT_EQ(other.hash, hash_text(text + "more"));
  ASSERT_EQ(one.beginnings.size(), 3U);
  ASSERT_EQ(other.beginnings.size(), 3U);
  EXPECT_EQ(one.beginnings[0], other.beginnings[0]);
  EXPECT_EQ(one.beginnings[1], other.beginnings[1]);
  EXPECT_NE(one.beginnings[2], other.beginnings[2]);
  EXPECT_NE(one.beginnings[0], one.beginnings[1]);
  write_file(dir_ / "short", "a");
  EXPECT_TRUE(hash_file_and_beginnings(dir_ / "short").beginnings.empty());
}

}  // namespace
}  // namespace rox
