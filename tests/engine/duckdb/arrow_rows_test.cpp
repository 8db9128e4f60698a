// Rows that come in order reach Parquet files as they are, in that order, whatever the number of threads.
#include "engine/duckdb/arrow_rows.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <set>

#include "base/file.hpp"
#include "engine/duckdb/parquet.hpp"
#include "source/scan_support.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

using test::make_column;
using testing::HasSubstr;

class ArrowRowsTest : public testing::Test {
 protected:
  std::shared_ptr<TableScan> scan(const Table& table, std::string_view text, std::size_t block_bytes = 4096) {
    ScanOptions options = test::all_columns(table);
    options.block_bytes = block_bytes;
    options.watch_key_order = !table.primary_key.empty();
    options.block_by_block = true;
    return std::make_shared<TableScan>(table, std::vector{files_.write("t.csv", text)}, test::semicolons(), options,
                                       rejects_);
  }

  std::vector<WrittenPart> written(const Table& table, const std::shared_ptr<TableScan>& scan, unsigned threads,
                                   const std::string& folder) {
    connection_.execute(fmt::format("SET threads = {}", threads));
    OrderedScan ordered(scan, table.columns, threads);
    ArrowRows rows(ordered);
    return write_parquet(connection_, rows, out_.path() / folder);
  }

  std::int64_t number(const std::string& sql) { return query_integer(connection_, sql); }
  std::string parquet(const std::string& folder) const {
    return fmt::format("read_parquet({}, file_row_number = true)",
                       sql_literal((out_.path() / folder / "*.parquet").string(), SqlDialect::duckdb));
  }

  test::ExportDir files_;
  test::TempDir out_;
  test::CollectedRejects rejects_;
  DuckDbConnection connection_ = DuckDbDatabase(out_.path() / "t.duckdb", {.folders = {out_.path()}}).connect();
};

TEST_F(ArrowRowsTest, EveryTypeComesAsItIs) {
  Table table;
  table.name = "T";
  for (const char* type : {"BOOLEAN", "SMALLINT", "INTEGER", "BIGINT", "DECIMAL(4,2)", "DECIMAL(9,2)", "DECIMAL(18,4)",
                           "DECIMAL(38,6)", "DATE", "TIMESTAMP", "TIME", "UUID", "VARCHAR"}) {
    table.columns.push_back(make_column(fmt::format("c{}", table.columns.size()), type));
  }
  const std::string header = "c0;c1;c2;c3;c4;c5;c6;c7;c8;c9;c10;c11;c12\n";
  const std::string nulls = "NULL;NULL;NULL;NULL;NULL;NULL;NULL;NULL;NULL;NULL;NULL;NULL;NULL\n";
  const std::string values =
      "1;-32768;2147483647;-9223372036854775808;-99,99;-1234567,89;12345678901234,5678;"
      "-12345678901234567890123456789012,345678;1912-02-29;1914-02-08 10:01:36.827;08:30:15.250;"
      "694215B7-08F7-4C0D-ACB1-D734BA44C0C8;\n";
  written(table, scan(table, header + values + nulls + values), 2, "out");
  const std::string expected =
      "true, '-32768'::SMALLINT, 2147483647, '-9223372036854775808'::BIGINT, '-99.99'::DECIMAL(4,2), "
      "'-1234567.89'::DECIMAL(9,2), '12345678901234.5678'::DECIMAL(18,4), "
      "'-12345678901234567890123456789012.345678'::DECIMAL(38,6), DATE '1912-02-29', "
      "TIMESTAMP '1914-02-08 10:01:36.827', '08:30:15.25', '694215b7-08f7-4c0d-acb1-d734ba44c0c8', ''";
  EXPECT_EQ(number(fmt::format("SELECT count(*) FROM {} WHERE (SELECT ROW({})) = "
                               "ROW(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12) AND file_row_number <> 1",
                               parquet("out"), expected)),
            2);
  EXPECT_EQ(number(fmt::format("SELECT count(*) FROM {} WHERE coalesce(c0::VARCHAR, c1::VARCHAR, c2::VARCHAR, "
                               "c3::VARCHAR, c4::VARCHAR, c5::VARCHAR, c6::VARCHAR, c7::VARCHAR, c8::VARCHAR, "
                               "c9::VARCHAR, c10, c11, c12) IS NULL AND file_row_number = 1",
                               parquet("out"))),
            1);
}

/// Numbers in order, texts beside them that are long, empty or missing; every hundredth record is refused, once its
/// text is read.
std::string many_records(int count) {
  std::string text = "id;text;qty\n";
  for (int i = 0; i < count; ++i) {
    text += i % 7 == 0 ? fmt::format("{};NULL;{}\n", i, i % 9)
                       : fmt::format("{};{};{}\n", i, std::string(static_cast<std::size_t>(i % 50), 'x'),
                                     i % 100 == 99 ? "wrong" : std::to_string(i % 9));
  }
  return text;
}

Table numbered_texts() {
  return test::make_table(
      "T", "t.csv",
      {make_column("id", "INTEGER", false), make_column("text", "VARCHAR"), make_column("qty", "SMALLINT")}, {"id"});
}

TEST_F(ArrowRowsTest, TheFilesAreTheSameWithAnyNumberOfThreads) {
  constexpr int kRecords = 200'000;
  const Table table = numbered_texts();
  const std::string text = many_records(kRecords);
  std::set<std::string> contents;
  for (const unsigned threads : {1U, 2U, 5U}) {
    const std::string folder = std::to_string(threads);
    const auto read = scan(table, text);
    contents.insert(read_file(written(table, read, threads, folder).at(0).path));
    EXPECT_TRUE(read->key_was_increasing());
    const std::string right = "CASE WHEN id % 7 = 0 THEN text IS NULL ELSE strlen(text) = id % 50 END AND qty = id % 9";
    EXPECT_EQ(number(fmt::format("SELECT count(*) FROM {} WHERE {}", parquet(folder), right)),
              static_cast<std::int64_t>(kRecords - rejects_.rejects.size()));
    EXPECT_EQ(number(fmt::format("SELECT count(*) FROM (SELECT id <= lag(id) OVER (ORDER BY file_row_number) AS back "
                                 "FROM {}) AS rows WHERE back",
                                 parquet(folder))),
              0);
    rejects_.rejects.clear();
  }
  EXPECT_EQ(contents.size(), 1U);
  EXPECT_EQ(number(fmt::format("SELECT max(row_group_num_rows) FROM parquet_metadata({})",
                               sql_literal((out_.path() / "5" / "*.parquet").string(), SqlDialect::duckdb))),
            122'880);
}

TEST_F(ArrowRowsTest, ManyRowsMakeSeveralPartsAndNoneMakeOne) {
  Table table = numbered_texts();
  const std::string wide(2000, 'w');
  std::string text = "id;text;qty\n";
  for (int i = 0; i < 100'000; ++i) text += fmt::format("{};{};1\n", i, wide);
  const auto parts = written(table, scan(table, text, std::size_t{1} << 20), 2, "wide");
  ASSERT_EQ(parts.size(), 2U);  // 128 MiB of some 2,000 bytes a row
  EXPECT_EQ(parts[0].rows % 2048, 0U);
  EXPECT_EQ(parts[0].rows + parts[1].rows, 100'000U);
  EXPECT_EQ(number(fmt::format("SELECT min(id) FROM read_parquet({})",
                               sql_literal(parts[1].path.string(), SqlDialect::duckdb))),
            static_cast<std::int64_t>(parts[0].rows));
  const auto none = written(table, scan(table, "id;text;qty\n"), 2, "none");
  ASSERT_EQ(none.size(), 1U);
  EXPECT_EQ(none[0].rows, 0U);
}

TEST_F(ArrowRowsTest, KeysOutOfOrderEndItAtOnce) {
  const Table table = numbered_texts();
  const auto read = scan(table, "id;text;qty\n2;a;1\n1;b;1\n" + many_records(100'000).substr(12));
  EXPECT_THROW(written(table, read, 2, "out"), Error);
  EXPECT_TRUE(read->key_order_is_broken());
  EXPECT_LT(read->rows_read(), 100'000U);
}

TEST_F(ArrowRowsTest, ErrorsOfTheScanComeOutAsTheyAre) {
  const Table table = numbered_texts();
  const auto read = scan(table, many_records(1000));
  std::filesystem::resize_file(files_.path() / "t.csv", 100);
  try {
    written(table, read, 2, "out");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_THAT(error.what(), HasSubstr("shrank"));
  }
}

}  // namespace
}  // namespace rox
