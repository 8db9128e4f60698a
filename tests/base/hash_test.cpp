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

}  // namespace
}  // namespace rox
