#include "source/parquet_records.hpp"

#include <gmock/gmock.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "source/scan_support.hpp"

namespace rox {
namespace {

using test::ExportDir;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class Parquet : public testing::Test {
 protected:
  ExportFile write(const std::string& select, const std::string& name = "t.parquet") const {
    DuckDbOptions options;
    options.folders = {dir_.path()};
    DuckDbDatabase("", options)
        .connect()
        .execute("COPY (" + select + ") TO '" + (dir_.path() / name).string() + "' (FORMAT parquet)");
    return list_exports(dir_.path(), {}).at(0);
  }

  /// All records; `lines`: those on which chunks begin.
  std::string records(const std::string& select, const Dialect& dialect = {},
                      std::vector<std::uint64_t>* lines = nullptr) {
    const auto stream = parquet_records(write(select), dialect);
    RecordChunk chunk;
    std::string text;
    while (stream->next(chunk)) {
      text += chunk.bytes;
      if (lines != nullptr) lines->push_back(chunk.line);
    }
    return text;
  }

  ExportDir dir_;
};

TEST_F(Parquet, ValuesAreTextsDigitByDigit) {
  EXPECT_EQ(records("SELECT 1 AS id, 12345678901234567890.12::DECIMAL(38,2) AS amount, 0.1::FLOAT AS f, 1e20 AS big, "
                    "0.1::DOUBLE + 0.2::DOUBLE AS d, true AS ok, DATE '2024-01-31' AS day"),
            "\"id\",\"amount\",\"f\",\"big\",\"d\",\"ok\",\"day\"\n"
            "1,12345678901234567890.12,0.1,100000000000000000000,0.30000000000000004,true,2024-01-31\n");
}

TEST_F(Parquet, DecimalsThatAreTooLongAreRefused) {
  // One column "n", DECIMAL(45,2), as Arrow writes it.
  constexpr std::string_view kFile =
      "504152311500153215322c15021500150615061c00000002000000020100000000000000000000000000000000000070"
      "1502192c35001806736368656d61150200150e1526150218016e250a1504155a2c5c1504155a0000001602191c191c26"
      "001c150e192506001918016e15001602165816582608491c150015001502003c29061926000200000016581602260816"
      "58002820706172717565742d6370702d6172726f772076657273696f6e2032362e302e31191c1c0000008a0000005041"
      "5231";
  std::string bytes;
  for (std::size_t i = 0; i < kFile.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string(kFile.substr(i, 2)), nullptr, 16));
  }
  try {
    parquet_records(dir_.write("long.parquet", bytes), {});
    FAIL() << "read as a float";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_THAT(error.what(), HasSubstr("n is DECIMAL(45,2)"));
  }
}

TEST_F(Parquet, MomentsAreOfUtcAndKeepTheirFractions) {
  EXPECT_EQ(
      records("SELECT TIMESTAMP '2024-01-31 10:30:00.123456' AS a, make_timestamp_ns(1706697000123456789) AS b, "
              "to_timestamp(1706697000.5) AS c, TIME '08:30:15.5' AS d, "
              "CAST('08:30:15.000001+00' AS TIMETZ) AS e"),
      "\"a\",\"b\",\"c\",\"d\",\"e\"\n"
      "2024-01-31 10:30:00.123456,2024-01-31 10:30:00.123456789,2024-01-31 10:30:00.5Z,08:30:15.5,08:30:15.000001\n");
}

TEST_F(Parquet, TextsAreNoMissingValues) {
  Dialect dialect;
  dialect.null_words = {"NULL"};
  EXPECT_EQ(
      records("SELECT * FROM (VALUES ('', 1), (NULL, NULL), ('a\"b,c', 2), ('NULL', 'NaN'::DOUBLE)) t(s, n)", dialect),
      "\"s\",\"n\"\n\"\",1.0\nNULL,NULL\n\"a\"\"b,c\",2.0\n\"NULL\",NULL\n");
}

TEST_F(Parquet, NestedColumnsAreJson) {
  EXPECT_EQ(records("SELECT [1, 2] AS l, {'a': 'x', 'b': NULL} AS s, MAP {'k': 7} AS m"),
            "\"l\",\"s\",\"m\"\n\"[1,2]\",\"{\"\"a\"\":\"\"x\"\",\"\"b\"\":null}\",\"{\"\"k\"\":7}\"\n");
}

TEST_F(Parquet, LinesAreRowsBelowTheHeader) {
  std::vector<std::uint64_t> lines;
  records("SELECT CASE WHEN i = 1 THEN 'two' || chr(10) || 'lines' ELSE 'one' END AS t FROM range(3) r(i)", {}, &lines);
  EXPECT_THAT(lines, ElementsAre(1U, 4U));
}

TEST_F(Parquet, NamesAreNoPatterns) {
  write("SELECT 1 AS id", "a[1]*?.parquet");
  const auto stream = parquet_records(list_exports(dir_.path(), {}).at(0), {});
  RecordChunk chunk;
  ASSERT_TRUE(stream->next(chunk));
  EXPECT_EQ(chunk.bytes, "\"id\"\n1\n");
}

TEST_F(Parquet, DamagedOnesStopWhoeverReadsThem) {
  const ExportFile whole = write("SELECT i FROM range(10000) r(i)");
  write_file(whole.path, read_file(whole.path).substr(0, 3000));
  try {
    parquet_records(list_exports(dir_.path(), {}).at(0), {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_THAT(error.report(), AllOf(HasSubstr("t.parquet: the Parquet file can't be read"), HasSubstr("ignore")));
  }
  write_file(whole.path, "id,n\n1,2\n");
  EXPECT_THROW(list_exports(dir_.path(), {}), Error);
}

}  // namespace
}  // namespace rox
