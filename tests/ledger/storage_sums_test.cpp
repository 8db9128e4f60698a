#include "ledger/storage_sums.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

class SettleStorageSums : public ::testing::Test {
 protected:
  std::filesystem::path next() const { return dir_.path() / "state/local.next.sums"; }
  std::filesystem::path own() const { return dir_.path() / "state/local.sums"; }
  std::filesystem::path file(const std::string& name) const {
    write_file(dir_.path() / name, "a warehouse");
    return dir_.path() / name;
  }
  void settle(const std::filesystem::path& warehouse) const { settle_storage_sums(dir_.path(), "local", warehouse); }

  test::TempDir dir_;
};

TEST_F(SettleStorageSums, GivesThemToTheWarehouseThatWasPublished) {
  const auto warehouse = file("warehouse.duckdb");
  write_storage_sums(dir_.path(), "local", sum_chunks(warehouse, 1));
  settle(warehouse);
  EXPECT_TRUE(read_storage_sums(dir_.path(), "local", warehouse));
  EXPECT_TRUE(std::filesystem::exists(own()));
  EXPECT_FALSE(std::filesystem::exists(next()));
  settle(warehouse);
  EXPECT_TRUE(std::filesystem::exists(own()));
}

TEST_F(SettleStorageSums, RemovesThoseOfAWarehouseThatNeverWasPublished) {
  const auto warehouse = file("warehouse.duckdb");
  write_storage_sums(dir_.path(), "local", sum_chunks(warehouse, 1));
  keep_storage_sums(dir_.path(), "local");
  write_storage_sums(dir_.path(), "local", sum_chunks(file(".warehouse.duckdb.next"), 1));
  settle(warehouse);
  EXPECT_TRUE(read_storage_sums(dir_.path(), "local", warehouse));
  EXPECT_FALSE(std::filesystem::exists(next()));
  write_file(next(), "nonsense");
  settle(warehouse);
  EXPECT_FALSE(std::filesystem::exists(next()));
}

}  // namespace
}  // namespace rox
