#include "build/spare.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>

#include <random>

#include "base/file.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

class SpareTest : public test::TempDirTest {
 protected:
  SpareTest() {
    std::mt19937 random(1);
    content_.resize(3 * ChunkSums::kChunk + 1000);
    for (char& byte : content_) byte = static_cast<char>(random());
    warehouse_ = dir_ / "warehouse.duckdb";
    copy_ = dir_ / "copy";
  }

  /// Publishes a warehouse that differs from the one before, which becomes the spare.
  void publish(std::string content) {
    write_file(warehouse_, content_);
    spare_sums_ = sum_chunks(warehouse_, 1);
    EXPECT_TRUE(keep_spare(warehouse_));
    write_file(warehouse_, content);
    sums_ = sum_chunks(warehouse_, 1);
  }

  bool copy() const { return copy_by_spare(warehouse_, sums_, spare_sums_, copy_, 1, 7); }

  std::string content_;
  std::filesystem::path warehouse_;
  std::filesystem::path copy_;
  ChunkSums spare_sums_;
  ChunkSums sums_;
};

TEST_F(SpareTest, BecomesACopyOfTheWarehouseLongerOrShorter) {
  std::string longer = content_ + std::string(2 * ChunkSums::kChunk, 'x');
  longer[ChunkSums::kChunk + 5] ^= 1;
  for (const std::string& content : {longer, content_.substr(0, 2 * ChunkSums::kChunk + 7), content_}) {
    publish(content);
    ASSERT_TRUE(copy());
    EXPECT_TRUE(read_file(copy_) == content);
    EXPECT_FALSE(std::filesystem::exists(spare_of(warehouse_)));
    EXPECT_TRUE(read_file(warehouse_) == content);
    remove_file(copy_);
  }
}

TEST_F(SpareTest, IsLeftAloneWhileSomebodyReadsIt) {
  publish(content_ + "more");
  {
    const UniqueFd reader = open_file(spare_of(warehouse_), O_RDONLY);
    EXPECT_FALSE(copy());
    EXPECT_TRUE(read_file(spare_of(warehouse_)) == content_);
  }
  EXPECT_TRUE(copy());
}

TEST_F(SpareTest, IsNotTakenIfItWasChangedDamagedOrIsGone) {
  publish(content_ + "more");
  const ChunkSums sums = spare_sums_;
  spare_sums_.sums[2] ^= 1;  // as if the disk had changed it
  EXPECT_FALSE(copy());
  spare_sums_ = sums;
  spare_sums_.file.modified_ns += 1;
  EXPECT_FALSE(copy());
  spare_sums_ = sums;
  remove_spare(warehouse_);
  EXPECT_FALSE(copy());
  EXPECT_FALSE(std::filesystem::exists(copy_));
}

}  // namespace
}  // namespace rox
