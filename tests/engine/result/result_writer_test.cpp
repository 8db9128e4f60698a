#include "engine/result/result_writer.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/duckdb/duckdb.hpp"

namespace rox {
namespace {

class ResultWriter : public testing::Test {
 protected:
  std::string csv(const std::string& sql, std::uint64_t limit = kAllRows) {
    std::string out;
    rows_ = write_csv(
        *memory_.query(sql), [&](std::string_view text) { out += text; }, limit);
    return out;
  }
  nlohmann::json json(const std::string& sql, std::uint64_t limit = kAllRows) {
    std::string out;
    auto seconds = [] { return 0.25; };
    rows_ = write_json(
        *memory_.query(sql), {"q1", "A \"title\"", "duckdb"}, seconds, [&](std::string_view text) { out += text; },
        limit);
    return nlohmann::json::parse(out);
  }

  DuckDbConnection memory_ = DuckDbDatabase({}, {}).connect();
  std::uint64_t rows_ = 0;
};

TEST_F(ResultWriter, csv_quotes_what_needs_it) {
  EXPECT_EQ(csv("SELECT 1 AS a, 'x,y' AS \"b c\", 'say \"hi\"' AS \"d,e\", 'two' || chr(10) || 'lines' AS f"),
            "a,b c,\"d,e\",f\n1,\"x,y\",\"say \"\"hi\"\"\",\"two\nlines\"\n");
}

TEST_F(ResultWriter, csv_tells_null_from_empty_text) {
  EXPECT_EQ(csv("SELECT NULL AS a, '' AS b, 'NULL' AS c"), "a,b,c\n,\"\",NULL\n");
}

TEST_F(ResultWriter, csv_of_no_rows_has_its_heading) { EXPECT_EQ(csv("SELECT 1 AS a WHERE false"), "a\n"); }

TEST_F(ResultWriter, csv_is_written_for_who_opens_it) {
  const auto localised = [&](const std::string& sql, const CsvLocale& locale) {
    const auto rows = memory_.query(sql);
    const NextPiece pieces = csv_pieces(*rows, kAllRows, locale);
    std::string all;
    for (std::string piece; pieces(piece);) all += piece;
    return all;
  };
  const CsvLocale portuguese{';', ',', true, true};
  EXPECT_EQ(
      localised("SELECT 1234.50::DECIMAL(9, 2) AS v, 'a;b' AS t, '1.5' AS u, 0.25::DOUBLE AS f, NULL AS n", portuguese),
      "\xEF\xBB\xBFv;t;u;f;n\n1234,50;\"a;b\";1.5;0,25;\n");
  // What a spreadsheet would run is told to be text; numbers are numbers.
  EXPECT_EQ(
      localised("SELECT -5 AS i, -1.5 AS d, '=1+1' AS a, '+55' AS b, '-x' AS c, '@y' AS d2, 'a=b' AS e", portuguese),
      "\xEF\xBB\xBFi;d;a;b;c;d2;e\n-5;-1,5;'=1+1;'+55;'-x;'@y;a=b\n");
  EXPECT_EQ(localised("SELECT '=1+1' AS a, 1.5 AS d", {}), "a,d\n=1+1,1.5\n");
}

TEST_F(ResultWriter, json_follows_the_contract) {
  auto expected = nlohmann::json::parse(R"json({
      "analysis": "q1", "title": "A \"title\"", "engine": "duckdb",
      "columns": [{"name": "i", "type": "INTEGER"}, {"name": "d", "type": "DECIMAL(9,4)"},
                  {"name": "t", "type": "DATE"}, {"name": "b", "type": "BOOLEAN"}, {"name": "n", "type": "INTEGER"},
                  {"name": "s", "type": "VARCHAR"}, {"name": "f", "type": "DOUBLE"}],
      "rows": [[1, "2.5000", "2011-09-01", true, null, "x", 0.5]], "seconds": 0.25})json");
  auto written = json(
      "SELECT 1 AS i, 2.50::DECIMAL(9,4) AS d, DATE '2011-09-01' AS t, true AS b, NULL AS n, 'x' AS s, "
      "0.5::DOUBLE AS f");
  EXPECT_EQ(written, expected);
}

TEST_F(ResultWriter, json_integers_are_numbers_while_every_reader_keeps_them_exact) {
  auto row = json(
      "SELECT 9007199254740991, -9007199254740991, 9007199254740992, (-9007199254740992)::BIGINT, "
      "340282366920938463463374607431768211455::UHUGEINT, sum(5)")["rows"][0];
  EXPECT_EQ(row, nlohmann::json::parse(R"([9007199254740991, -9007199254740991, "9007199254740992",
      "-9007199254740992", "340282366920938463463374607431768211455", 5])"));
}

TEST_F(ResultWriter, json_escapes_text_and_writes_odd_floats_as_text) {
  auto row = json("SELECT 'a\"\\' || chr(10) || chr(1) || 'ç', 'inf'::DOUBLE, 'nan'::DOUBLE, 1e300::DOUBLE")["rows"][0];
  EXPECT_EQ(row, nlohmann::json::parse(R"(["a\"\\\n\u0001ç", "inf", "nan", 1e300])"));
}

TEST_F(ResultWriter, limits_and_large_results) {
  EXPECT_EQ(csv("FROM range(100000)", 2), "range\n0\n1\n");
  EXPECT_EQ(rows_, 2U);
  auto all = json("SELECT i, 'some text to fill more than one flush' FROM range(20000) t(i)");
  EXPECT_EQ(rows_, 20000U);
  EXPECT_EQ(all["rows"].size(), 20000U);
  EXPECT_EQ(all["rows"][19999][0], 19999);
  EXPECT_EQ(json("FROM range(5)", 0)["rows"].size(), 0U);
}

}  // namespace
}  // namespace rox
