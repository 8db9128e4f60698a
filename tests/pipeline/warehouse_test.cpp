#include "pipeline/warehouse.hpp"
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
  {
    PrivateCopy copy(file_, "r1", false);
    EXPECT_EQ(read_file(copy.path()), "old");
    write_file(copy.path(), "new");
    EXPECT_EQ(read_file(file_), "old");
    FileIdentity published = copy.publish();
    EXPECT_EQ(file_identity(file_), published);
  }
  EXPECT_EQ(read_file(file_), "new");
  std::ostringstream seen;
  seen << reader.rdbuf();
  EXPECT_EQ(seen.str(), "old");
  EXPECT_THAT(names(), testing::ElementsAre("warehouse.duckdb"));
}

TEST_F(WarehouseTest, CopyThatIsNotPublishedLeavesNothing) {
  {
    PrivateCopy copy(file_, "r1", true);
    write_file(copy.path(), "half");
    write_file(copy.path().string() + ".wal", "log");
  }
  EXPECT_TRUE(names().empty());
}

TEST_F(WarehouseTest, CopyWithALogIsNotPublished) {
  PrivateCopy copy(file_, "r1", true);
  write_file(copy.path(), "half");
  write_file(copy.path().string() + ".wal", "log");
  EXPECT_THROW(copy.publish(), std::logic_error);
  EXPECT_FALSE(fs::exists(file_));
}

TEST_F(WarehouseTest, LogOfTheOldWarehouseIsNotLeftForTheNew) {
  write_file(file_, "old");
  write_file(file_.string() + ".wal", "log");
  PrivateCopy copy(file_, "r1", false);
  copy.publish();
  EXPECT_THAT(names(), testing::ElementsAre("warehouse.duckdb"));
}

TEST_F(WarehouseTest, LeftoversOfKilledRunsAreRemovedAndNothingElse) {
  for (const char* name : {".warehouse.duckdb.r1.tmp", ".warehouse.duckdb.r1.tmp.wal", ".other.duckdb.r1.tmp",
                           "warehouse.duckdb", "warehouse.duckdb.bak.tmp"}) {
    write_file(dir_ / name, "x");
  }
  remove_leftovers(file_);
  EXPECT_THAT(names(),
              testing::UnorderedElementsAre(".other.duckdb.r1.tmp", "warehouse.duckdb", "warehouse.duckdb.bak.tmp"));
  EXPECT_NO_THROW(remove_leftovers(dir_ / "none" / "warehouse.duckdb"));
}

}  // namespace
}  // namespace rox
