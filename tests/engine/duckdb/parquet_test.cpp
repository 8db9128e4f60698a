#include "engine/duckdb/parquet.hpp"

#include <gtest/gtest.h>

#include "sql/quote.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

class ParquetTest : public test::TempDirTest {
 protected:
  DuckDbConnection connection_ = DuckDbDatabase("", {.preserve_insertion_order = false}).connect();
};

TEST_F(ParquetTest, PartsHoldAllRowsInTheOrderOfTheSelect) {
  // Digits that don't compress: several parts of a few row groups each.
  const std::string select = "SELECT i, md5(i::VARCHAR) AS text FROM range(50000) AS t(i) ORDER BY i";
  const auto parts = write_parquet(connection_, select, dir_ / "out", {.row_group_rows = 2048, .part_bytes = 50'000});
  ASSERT_GT(parts.size(), 9U);  // so that part10 has to come after part9
  std::int64_t next = 0;
  for (const WrittenPart& part : parts) {
    const std::string file = quote_literal(part.path.string());
    EXPECT_EQ(query_integer(connection_, "SELECT min(i) FROM read_parquet(" + file + ")"), next);
    next += static_cast<std::int64_t>(part.rows);
    EXPECT_EQ(query_integer(connection_, "SELECT max(i) FROM read_parquet(" + file + ")"), next - 1);
  }
  EXPECT_EQ(next, 50000);
}

TEST_F(ParquetTest, NoRowsAreOneFileWithTheColumns) {
  const auto parts = write_parquet(connection_, "SELECT 1::DECIMAL(38,4) AS amount LIMIT 0", dir_ / "out");
  ASSERT_EQ(parts.size(), 1U);
  EXPECT_EQ(parts[0].rows, 0U);
  EXPECT_EQ(query_integer(connection_, "SELECT count(*) FROM parquet_schema(" + quote_literal(parts[0].path.string()) +
                                           ") WHERE name = 'amount'"),
            1);
}

TEST_F(ParquetTest, FoldersMayLookLikePatterns) {
  const std::filesystem::path folder = dir_ / "a[b]*c? 'd'";
  const auto parts = write_parquet(connection_, "SELECT 7 AS x", folder);
  ASSERT_EQ(parts.size(), 1U);
  EXPECT_EQ(parts[0].rows, 1U);
}

}  // namespace
}  // namespace rox
