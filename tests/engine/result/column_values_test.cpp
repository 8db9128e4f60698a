#include "engine/result/column_values.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "base/decimal.hpp"
#include "engine/duckdb/duckdb.hpp"

namespace rox {
namespace {

class ColumnValuesTest : public testing::Test {
 protected:
  /// Expects the text of each value of the first column to be what DuckDB itself makes of it, which is the second.
  void expect_texts_of_duckdb(const std::string& values) {
    const auto rows = memory_.query(fmt::format("SELECT v, CAST(v AS VARCHAR) FROM ({}) AS t(v)", values));
    std::size_t count = 0;
    while (rows->next()) {
      const ColumnValues typed = rows->column(0);
      const ColumnValues texts = rows->column(1);
      EXPECT_NE(typed.layout, ValueLayout::text);
      for (std::size_t r = 0; r < rows->rows(); ++r, ++count) {
        ASSERT_EQ(typed.present(r), texts.present(r));
        if (!typed.present(r)) continue;
        std::string text;
        append_text(typed, r, text);
        ASSERT_EQ(text, texts.at<std::string_view>(r));
      }
    }
    EXPECT_GT(count, 0U);
  }

  ColumnValues first(const std::string& sql) {
    rows_.reset();  // a connection has one result
    rows_ = memory_.query(sql);
    EXPECT_TRUE(rows_->next());
    return rows_->column(0);
  }

  DuckDbConnection memory_ = DuckDbDatabase({}, {}).connect();
  std::unique_ptr<Result> rows_;
};

TEST_F(ColumnValuesTest, HaveDuckDbsTextsOfDatesInAllTheirRange) {
  expect_texts_of_duckdb(
      "SELECT DATE '1970-01-01' + CAST(hash(i) % 2000000000 AS INTEGER) FROM range(20000) AS r(i) UNION ALL "
      "SELECT DATE '1970-01-01' - CAST(hash(i) % 2000000 AS INTEGER) FROM range(20000) AS r(i) UNION ALL "
      "SELECT DATE '1999-12-25' + CAST(i AS INTEGER) FROM range(2000) AS r(i) UNION ALL "
      "SELECT * FROM (VALUES (DATE 'infinity'), ('-infinity'), (NULL), ('0001-01-01'), ('5881580-07-10'), "
      "('5877642-06-25 (BC)'))");
}

TEST_F(ColumnValuesTest, HaveDuckDbsTextsOfTimestampsInAllTheirRange) {
  expect_texts_of_duckdb(
      "SELECT make_timestamp(CAST(hash(i) % 9000000000000000000 AS BIGINT)) FROM range(20000) AS r(i) UNION ALL "
      "SELECT make_timestamp(-CAST(hash(i) % 100000000000000000 AS BIGINT)) FROM range(20000) AS r(i) UNION ALL "
      "SELECT make_timestamp(i * 100000 - 500000) FROM range(20) AS r(i) UNION ALL "
      "SELECT * FROM (VALUES (TIMESTAMP 'infinity'), ('-infinity'), (NULL))");
  expect_texts_of_duckdb(
      "SELECT CAST(v AS TIMESTAMP_S) FROM (VALUES (TIMESTAMP '1969-12-31 23:59:59'), ('infinity'), "
      "(NULL)) AS t(v)");
  expect_texts_of_duckdb(
      "SELECT CAST(v AS TIMESTAMP_MS) FROM (VALUES (TIMESTAMP '1969-12-31 23:59:59.25'), "
      "('-infinity')) AS t(v)");
}

TEST_F(ColumnValuesTest, HaveDuckDbsTextsOfTimesOfDay) {
  expect_texts_of_duckdb(
      "SELECT TIME '00:00:00' + to_microseconds(CAST(hash(i) % 86400000000 AS BIGINT)) FROM range(20000) AS r(i) UNION "
      "ALL SELECT * FROM (VALUES (TIME '00:00:00'), ('23:59:59.999999'), ('08:30:00.1'), ('24:00:00'), (NULL))");
}

TEST_F(ColumnValuesTest, HaveDuckDbsTextsOfNumbersAndTheRest) {
  for (const char* type : {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER",
                           "UBIGINT", "UHUGEINT"}) {
    const std::string name(type);
    const unsigned bits = name.ends_with("TINYINT")    ? 8
                          : name.ends_with("SMALLINT") ? 16
                          : name.ends_with("BIGINT")   ? 64
                          : name.ends_with("HUGEINT")  ? 128
                                                       : 32;
    const bool wide = bits == 128;
    const bool without_sign = name.starts_with("U");
    const std::string most =
        wide ? without_sign ? "340282366920938463463374607431768211455" : "170141183460469231731687303715884105727"
             : fmt::format("{}", without_sign ? ~std::uint64_t{0} >> (64 - bits) : ~std::uint64_t{0} >> (65 - bits));
    const std::string least = without_sign ? "0" : fmt::format("-{} - 1", most);
    expect_texts_of_duckdb(fmt::format("SELECT CAST({} AS {}) UNION ALL SELECT CAST({} AS {}) UNION ALL SELECT NULL",
                                       most, type, least, type));
  }
  expect_texts_of_duckdb("SELECT * FROM (VALUES (true), (false), (NULL))");
  for (const char* type : {"DECIMAL(4,3)", "DECIMAL(4,0)", "DECIMAL(9,2)", "DECIMAL(18,17)", "DECIMAL(38,37)"}) {
    expect_texts_of_duckdb(
        fmt::format("SELECT CAST(v AS {}) FROM (VALUES (0.0), (-0.05), (0.9), (NULL)) AS t(v)", type));
  }
  expect_texts_of_duckdb(
      "SELECT CAST(v AS UUID) FROM (VALUES ('00000000-0000-0000-0000-000000000000'), "
      "('ffffffff-ffff-ffff-ffff-ffffffffffff'), ('12345678-9abc-def0-1234-56789abcdef0')) AS t(v)");
}

TEST_F(ColumnValuesTest, LieAsValueWidthSays) {
  EXPECT_EQ(first("SELECT CAST(1.5 AS DECIMAL(4,2))").layout, ValueLayout::int16);
  EXPECT_EQ(first("SELECT CAST(1.5 AS DECIMAL(9,2))").layout, ValueLayout::int32);
  EXPECT_EQ(first("SELECT CAST(1.5 AS DECIMAL(18,2))").at<std::int64_t>(0), 150);
  EXPECT_EQ(first("SELECT CAST(1.5 AS DECIMAL(38,2))").at<Int128>(0), 150);
  EXPECT_EQ(first("SELECT CAST(1.5 AS DECIMAL(38,2))").scale, 2U);
  EXPECT_EQ(first("SELECT DATE '1970-01-02'").at<std::int32_t>(0), 1);
  EXPECT_EQ(first("SELECT TIMESTAMP_S '1970-01-01 00:00:02'").at<std::int64_t>(0), 2'000'000);
  EXPECT_EQ(first("SELECT 'short'").at<std::string_view>(0), "short");
  EXPECT_EQ(first("SELECT 'longer than what a pointer has room for'").at<std::string_view>(0).size(), 39U);
  EXPECT_EQ(first("SELECT [1, 2]").at<std::string_view>(0), "[1, 2]");
  EXPECT_FALSE(first("SELECT NULL").present(0));
}

}  // namespace
}  // namespace rox
