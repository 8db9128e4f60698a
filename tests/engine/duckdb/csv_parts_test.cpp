#include "engine/duckdb/csv_parts.hpp"

#include <gtest/gtest.h>

#include "sql/quote.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

class CsvPartsTest : public test::TempDirTest {
 protected:
  CsvParts write(const std::string& table, const std::vector<std::string>& key, unsigned parts) {
    return write_csv_parts(connection_, {"*", table, key}, {"a", "b"}, dir_ / "out", parts);
  }
  /// All parts, read again with the marker as NULL.
  std::string reading(const CsvParts& written) const {
    return "read_csv(" + sql_literal((dir_ / "out/part*.csv.gz").string(), SqlDialect::duckdb) +
           ", header = false, all_varchar = true, nullstr = " + sql_literal(written.null_marker, SqlDialect::duckdb) +
           ", allow_quoted_nulls = false, columns = {'a': 'VARCHAR', 'b': 'VARCHAR'})";
  }

  DuckDbConnection connection_ = DuckDbDatabase("", {.folders = {dir_}}).connect();
};

TEST_F(CsvPartsTest, AreOfOneSizeAndHoldAllRows) {
  const CsvParts written = write("(SELECT i AS a, i || ' \"x\", y' AS b FROM range(1001) AS t(i))", {"a"}, 4);
  ASSERT_EQ(written.parts.size(), 4U);
  EXPECT_EQ(written.parts[0].rows, 251U);
  EXPECT_EQ(written.parts[3].rows, 248U);
  EXPECT_EQ(query_integer(connection_, "SELECT count(*) FROM " + reading(written) + " WHERE b = a || ' \"x\", y'"),
            1001);
}

TEST_F(CsvPartsTest, TellNullFromEveryText) {
  const CsvParts written =
      write("(FROM (VALUES (1, NULL), (2, ''), (3, '\\N'), (4, E'a\\nb'), (5, '\\NN')) AS t(a, b))", {}, 1);
  EXPECT_EQ(written.null_marker, "\\NNN");
  EXPECT_EQ(query_integer(connection_, "SELECT a::INT FROM " + reading(written) + " WHERE b IS NULL"), 1);
  EXPECT_EQ(query_integer(connection_, "SELECT a::INT FROM " + reading(written) + " WHERE b = ''"), 2);
  EXPECT_EQ(query_integer(connection_, "SELECT a::INT FROM " + reading(written) + " WHERE b = '\\N'"), 3);
  EXPECT_EQ(query_integer(connection_, "SELECT a::INT FROM " + reading(written) + " WHERE b = E'a\\nb'"), 4);
}

TEST_F(CsvPartsTest, OfNoRowsAreOneEmptyFile) {
  const CsvParts written = write("(SELECT 1 AS a, 2 AS b WHERE false)", {"a"}, 4);
  ASSERT_EQ(written.parts.size(), 1U);
  EXPECT_EQ(written.parts[0].rows, 0U);
}

}  // namespace
}  // namespace rox
