#include "store/staging_folder.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "base/hash.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

class StagingFolderTest : public test::TempDirTest {
 protected:
  /// A staging of one file with that text, published or not.
  Manifest stage(const std::string& text, bool publish = true) {
    StagingBatch batch(folder_, "run");
    write_file(batch.aside() / "part0.parquet", text);
    Manifest manifest;
    StagedTable& table = manifest.tables.emplace_back();
    table.table = "t";
    table.files = {batch.add("t", 1, batch.aside() / "part0.parquet", 3)};
    if (publish) batch.publish(manifest);
    return manifest;
  }

  std::filesystem::path folder_ = dir_ / "staged";
  HashCache hashes_;
};

TEST_F(StagingFolderTest, AFilesNameTellsItsContent) {
  const StagedFile file = stage("abc").tables[0].files[0];
  EXPECT_EQ(file.path, "t/part-0001-" + hash_text("abc").substr(0, 16) + ".parquet");
  EXPECT_EQ(file.xxh3, hash_text("abc"));
  EXPECT_EQ(file.bytes, 3U);
  EXPECT_EQ(file.rows, 3U);
  EXPECT_EQ(read_file(folder_ / file.path), "abc");
  EXPECT_EQ(read_manifest(folder_)->tables[0].files[0], file);
}

TEST_F(StagingFolderTest, WithoutPublishNothingHasHappened) {
  const Manifest before = stage("old");
  const Manifest never = stage("new", false);
  EXPECT_TRUE(staged_files_are_there(folder_, before.tables[0], hashes_));
  EXPECT_FALSE(staged_files_are_there(folder_, never.tables[0], hashes_));
  EXPECT_EQ(read_manifest(folder_), before);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 2);  // t, manifest.json
}

TEST_F(StagingFolderTest, OldFilesGoOnceTheManifestIsReplaced) {
  const Manifest before = stage("old");
  const Manifest after = stage("new");
  EXPECT_FALSE(staged_files_are_there(folder_, before.tables[0], hashes_));
  EXPECT_TRUE(staged_files_are_there(folder_, after.tables[0], hashes_));
}

TEST_F(StagingFolderTest, TidyingRemovesOnlyWhatStagingsLeave) {
  const Manifest manifest = stage("kept");
  const std::filesystem::path left = folder_ / "t/part-0002-0123456789abcdef.parquet";
  make_directories(folder_ / ".staging-killed/u");
  make_directories(folder_ / "gone");
  write_file(folder_ / ".staging-killed/u/part0.parquet", "x");
  write_file(folder_ / "gone/part-0001-0123456789abcdef.parquet", "x");
  write_file(left, "x");
  const std::vector<std::filesystem::path> others = {folder_ / "t/notes.txt", folder_ / "t/part-0001.parquet",
                                                     folder_ / "t/part-0001-0123456789ABCDEF.parquet",
                                                     folder_ / "notes.txt"};
  for (const auto& other : others) write_file(other, "mine");
  tidy_staging_folder(folder_, manifest);
  EXPECT_FALSE(std::filesystem::exists(folder_ / ".staging-killed"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "gone"));
  EXPECT_FALSE(std::filesystem::exists(left));
  EXPECT_TRUE(staged_files_are_there(folder_, manifest.tables[0], hashes_));
  for (const auto& other : others) EXPECT_EQ(read_file(other), "mine") << other;
}

TEST_F(StagingFolderTest, AFileOfAnotherSizeIsNotThere) {
  const Manifest manifest = stage("abc");
  write_file(folder_ / manifest.tables[0].files[0].path, "abcd");
  EXPECT_FALSE(staged_files_are_there(folder_, manifest.tables[0], hashes_));
}

}  // namespace
}  // namespace rox
