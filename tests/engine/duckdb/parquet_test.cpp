#include "engine/duckdb/parquet.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "base/file.hpp"
#include "sql/quote.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

class ParquetTest : public test::TempDirTest {
 protected:
  DuckDbConnection connection_ = DuckDbDatabase("", {.preserve_insertion_order = false, .folders = {dir_}}).connect();
};

TEST_F(ParquetTest, PartsHoldAllRowsInTheirOrder) {
  connection_.execute("CREATE TABLE t AS SELECT 49999 - i AS i, md5(i::VARCHAR) AS text FROM range(50000) AS t(i)");
  const auto parts =
      write_parquet(connection_, {"*", "t", {"i"}}, dir_ / "out", {.row_group_rows = 2048, .part_rows = 4096});
  ASSERT_EQ(parts.size(), 13U);
  std::uint64_t next = 0;
  for (const WrittenPart& part : parts) {
    const std::string in_place =
        fmt::format("SELECT count(*) FROM read_parquet({}, file_row_number = true) WHERE i = {} + file_row_number",
                    sql_literal(part.path.string(), SqlDialect::duckdb), next);
    EXPECT_EQ(query_integer(connection_, in_place), static_cast<std::int64_t>(part.rows)) << part.path;
    next += part.rows;
  }
  EXPECT_EQ(next, 50000U);
}

TEST_F(ParquetTest, TheSameRowsAreTheSameBytesHoweverTheyCameAndWithAnyNumberOfThreads) {
  connection_.execute("CREATE TABLE t AS SELECT i, md5(i::VARCHAR) AS text FROM range(400000) AS t(i)");
  connection_.execute("CREATE TABLE u AS SELECT * FROM t ORDER BY text");
  for (const std::vector<std::string>& key : {std::vector<std::string>{"i"}, std::vector<std::string>{}}) {
    for (const std::uint64_t part_rows : {409600U, 204800U}) {  // one part, two
      std::set<std::string> contents;
      for (const char* table : {"t", "u"}) {
        for (const int threads : {1, 2, 5}) {
          connection_.execute(fmt::format("SET threads = {}", threads));
          const auto folder = dir_ / fmt::format("{} {} {} {}", table, threads, part_rows, key.size());
          const ParquetLayout layout{.row_group_rows = 20480, .part_rows = part_rows};
          std::string content;
          for (const WrittenPart& part : write_parquet(connection_, {"*", table, key}, folder, layout)) {
            content += read_file(part.path);
          }
          contents.insert(std::move(content));
        }
      }
      EXPECT_EQ(contents.size(), 1U) << part_rows << " rows a part, key of " << key.size();
    }
  }
}

TEST_F(ParquetTest, WideRowsMakeSmallGroups) {
  EXPECT_EQ(parquet_layout(0).row_group_rows, 122880U);
  EXPECT_EQ(parquet_layout(100).row_group_rows, 122880U);
  EXPECT_EQ(parquet_layout(100).part_rows, 10 * 122880U);
  EXPECT_EQ(parquet_layout(1000).row_group_rows, 32768U);
  EXPECT_EQ(parquet_layout(1000).part_rows, 4 * 32768U);
  EXPECT_EQ(parquet_layout(std::uint64_t{1} << 40).row_group_rows, 2048U);
  EXPECT_EQ(parquet_layout(std::uint64_t{1} << 20).part_rows, 128U);
  EXPECT_EQ(parquet_layout(std::uint64_t{1} << 40).part_rows, 1U);
}

TEST_F(ParquetTest, NoRowsAreOneFileWithTheColumns) {
  const auto parts = write_parquet(connection_, {"*", "(SELECT 1::DECIMAL(38,4) AS amount LIMIT 0)", {}}, dir_ / "out",
                                   parquet_layout(16));
  ASSERT_EQ(parts.size(), 1U);
  EXPECT_EQ(parts[0].rows, 0U);
  EXPECT_EQ(query_integer(connection_, "SELECT count(*) FROM parquet_schema(" +
                                           sql_literal(parts[0].path.string(), SqlDialect::duckdb) +
                                           ") WHERE name = 'amount'"),
            1);
}

TEST_F(ParquetTest, FoldersMayLookLikePatterns) {
  const std::filesystem::path folder = dir_ / "a[b]*c? 'd'";
  const auto parts = write_parquet(connection_, {"*", "(SELECT 7 AS x)", {}}, folder, parquet_layout(4));
  ASSERT_EQ(parts.size(), 1U);
  EXPECT_EQ(parts[0].rows, 1U);
}

}  // namespace
}  // namespace rox
