#include "build/private_copy.hpp"
#include "temp_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace rox {
namespace {

namespace fs = std::filesystem;

class WarehouseTest : public test::TempDirTest {
 protected:
  WarehouseTest() { file_ = dir_ / "warehouse.duckdb"; }

  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(dir_)) names.push_back(entry.path().filename().string());
    return names;
  }
  fs::path file_;
};

TEST_F(WarehouseTest, CopyIsPublishedWholeAndOpenReadersKeepTheOld) {
  write_file(file_, "old");
  std::ifstream reader(file_);
  make_private_copy(file_, false);
  EXPECT_EQ(read_file(private_copy(file_)), "old");
  write_file(private_copy(file_), "new");
  EXPECT_EQ(read_file(file_), "old");
  const FileIdentity published = publish_private_copy(file_);
  EXPECT_EQ(file_identity(file_), published);
  EXPECT_EQ(read_file(file_), "new");
  std::ostringstream seen;
  seen << reader.rdbuf();
  EXPECT_EQ(seen.str(), "old");
  EXPECT_THAT(names(), testing::ElementsAre("warehouse.duckdb"));
}

TEST_F(WarehouseTest, FreshCopyHasOnlyItsFolder) {
  const fs::path file = dir_ / "new" / "warehouse.duckdb";
  make_private_copy(file, true);
  EXPECT_TRUE(fs::is_empty(dir_ / "new"));
}

TEST_F(WarehouseTest, CopyWithALogIsNotPublished) {
  write_file(private_copy(file_), "half");
  write_file(private_copy(file_).string() + ".wal", "log");
  EXPECT_THROW(publish_private_copy(file_), std::logic_error);
  EXPECT_FALSE(fs::exists(file_));
}

TEST_F(WarehouseTest, LogOfTheOldWarehouseIsNotLeftForTheNew) {
  write_file(file_, "old");
  write_file(file_.string() + ".wal", "log");
  make_private_copy(file_, false);
  publish_private_copy(file_);
  EXPECT_THAT(names(), testing::ElementsAre("warehouse.duckdb"));
}

}  // namespace
}  // namespace rox
