#include "engine/duckdb/duckdb.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace rox {
namespace {

using testing::HasSubstr;

std::vector<std::vector<std::string>> all_rows(Engine& engine, std::string_view sql) {
  auto result = engine.query(sql);
  std::vector<std::vector<std::string>> rows;
  while (result->next()) {
    for (std::size_t r = 0; r < result->rows(); ++r) {
      auto& row = rows.emplace_back();
      for (std::size_t c = 0; c < result->columns().size(); ++c) {
        auto& text = row.emplace_back();
        if (result->is_null(c, r)) {
          text = "<null>";
        } else {
          result->text(c, r, text);
        }
      }
    }
  }
  return rows;
}

template <typename F>
Error error_of(F&& function) {
  try {
    function();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "nothing was thrown";
  return data_error("nothing was thrown");
}

class DuckDbTest : public testing::Test {
 protected:
  DuckDbTest() : dir_(std::filesystem::temp_directory_path() / ("rox_duckdb_" + std::to_string(getpid()))) {
    std::filesystem::create_directories(dir_);
  }
  ~DuckDbTest() override { std::filesystem::remove_all(dir_); }

  std::string value(const std::string& expression) { return all_rows(memory_, "SELECT " + expression).at(0).at(0); }
  std::string type(const std::string& expression) {
    return memory_.query("SELECT " + expression)->columns().at(0).type;
  }

  std::filesystem::path dir_;
  DuckDbConnection memory_ = DuckDbDatabase({}, {}).connect();
};

TEST_F(DuckDbTest, integers_of_every_width) {
  EXPECT_EQ(value("(-128)::TINYINT"), "-128");
  EXPECT_EQ(value("255::UTINYINT"), "255");
  EXPECT_EQ(value("(-9223372036854775808)::BIGINT"), "-9223372036854775808");
  EXPECT_EQ(value("18446744073709551615::UBIGINT"), "18446744073709551615");
  EXPECT_EQ(value("(-170141183460469231731687303715884105728)::HUGEINT"), "-170141183460469231731687303715884105728");
  EXPECT_EQ(value("340282366920938463463374607431768211455::UHUGEINT"), "340282366920938463463374607431768211455");
}

TEST_F(DuckDbTest, decimals_keep_all_digits_of_their_scale) {
  EXPECT_EQ(value("(-0.05)::DECIMAL(4,2)"), "-0.05");
  EXPECT_EQ(value("12345.6::DECIMAL(9,4)"), "12345.6000");
  EXPECT_EQ(value("3578.27::DECIMAL(18,4)"), "3578.2700");
  EXPECT_EQ(value("(-12345678901234567890123456789012345.678)::DECIMAL(38,3)"),
            "-12345678901234567890123456789012345.678");
  EXPECT_EQ(value("7::DECIMAL(5,0)"), "7");
  EXPECT_EQ(type("1::DECIMAL(18,4)"), "DECIMAL(18,4)");
}

TEST_F(DuckDbTest, floats_are_the_shortest_text_that_reads_back) {
  EXPECT_EQ(value("0.1::DOUBLE"), "0.1");
  EXPECT_EQ(value("2::DOUBLE"), "2");
  EXPECT_EQ(value("(1/3::DOUBLE)"), "0.3333333333333333");
  EXPECT_EQ(value("0.1::FLOAT"), "0.1");
}

TEST_F(DuckDbTest, dates_and_timestamps) {
  EXPECT_EQ(value("DATE '2013-09-30'"), "2013-09-30");
  EXPECT_EQ(value("DATE '0044-03-15 (BC)'"), "0044-03-15 (BC)");
  EXPECT_EQ(value("DATE 'infinity'"), "infinity");
  EXPECT_EQ(value("TIMESTAMP '2014-02-08 10:01:36.827'"), "2014-02-08 10:01:36.827");
  EXPECT_EQ(value("TIMESTAMP '1969-12-31 23:59:59'"), "1969-12-31 23:59:59");
  EXPECT_EQ(value("TIMESTAMP_S '2014-02-08 10:01:36'"), "2014-02-08 10:01:36");
  EXPECT_EQ(value("TIMESTAMP_MS '2014-02-08 10:01:36.5'"), "2014-02-08 10:01:36.5");
  EXPECT_EQ(value("TIMESTAMP '-infinity'"), "-infinity");
}

TEST_F(DuckDbTest, other_types) {
  EXPECT_EQ(value("true"), "true");
  EXPECT_EQ(value("'1699BE71-B0AC-400B-A2C4-F4F7A3A59DB2'::UUID"), "1699be71-b0ac-400b-a2c4-f4f7a3a59db2");
  EXPECT_EQ(value("'ação; with more than twelve bytes'"), "ação; with more than twelve bytes");
  EXPECT_EQ(value("NULL"), "<null>");
  EXPECT_EQ(value("NULL::INTEGER"), "<null>");
}

TEST_F(DuckDbTest, types_that_rox_does_not_read_itself_come_as_duckdb_writes_them) {
  EXPECT_EQ(value("[1, 2]"), "[1, 2]");
  EXPECT_EQ(type("[1, 2]"), "INTEGER[]");
  EXPECT_EQ(type("MAP {'a': 1.5}"), "MAP(VARCHAR, DECIMAL(2,1))");
  EXPECT_EQ(value("{'a': 1}"), "{'a': 1}");
  EXPECT_EQ(value("INTERVAL '3' DAY"), "3 days");
  EXPECT_EQ(value("'\\xAA'::BLOB"), "\\xAA");
  EXPECT_EQ(value("TIME '10:01:00'"), "10:01:00");
  EXPECT_EQ(value("'b'::ENUM('a', 'b')"), "b");
  EXPECT_EQ(value("NULL::INTEGER[]"), "<null>");
  // Duplicate names, an order and an end with a comment survive the cast.
  auto rows = all_rows(memory_, "SELECT i AS x, [i] AS x FROM range(3) t(i) ORDER BY i DESC; -- done");
  EXPECT_EQ(rows, (std::vector<std::vector<std::string>>{{"2", "[2]"}, {"1", "[1]"}, {"0", "[0]"}}));
}

TEST_F(DuckDbTest, streams_more_rows_than_fit_a_batch) {
  auto result = memory_.query("SELECT i, CASE WHEN i % 2 = 0 THEN i END FROM range(100000) t(i)");
  std::size_t rows = 0, nulls = 0;
  while (result->next()) {
    for (std::size_t r = 0; r < result->rows(); ++r) nulls += result->is_null(1, r) ? 1 : 0;
    rows += result->rows();
  }
  EXPECT_EQ(rows, 100000U);
  EXPECT_EQ(nulls, 50000U);
  EXPECT_FALSE(result->next());
}

TEST_F(DuckDbTest, an_error_in_the_middle_of_a_stream_is_thrown) {
  Error error = error_of([&] {  // how much is read ahead is DuckDB's business
    auto result = memory_.query(
        "SELECT CASE WHEN i = 9999999 THEN CAST('x' || i AS INTEGER) ELSE 1 END FROM range(10000000) t(i)");
    while (result->next()) {
    }
  });
  EXPECT_EQ(error.kind(), ErrorKind::data);
  EXPECT_THAT(error.what(), HasSubstr("x9999999"));
}

TEST_F(DuckDbTest, an_interrupted_query_says_so) {
  auto result = memory_.query("SELECT i FROM range(1000000000) t(i)");
  ASSERT_TRUE(result->next());
  memory_.interrupt();
  Error error = error_of([&] {
    while (result->next()) {
    }
  });
  EXPECT_EQ(error.kind(), ErrorKind::outside);
  EXPECT_THAT(error.what(), HasSubstr("Interrupted"));
}

TEST_F(DuckDbTest, wrong_sql_is_a_usage_error_with_its_place) {
  Error error = error_of([&] { memory_.query("SELECT 1,\n  nix\nFROM range(3)"); });
  EXPECT_EQ(error.kind(), ErrorKind::usage);
  EXPECT_EQ(error.place().line, 2U);
  EXPECT_EQ(error.place().column, 3U);
  EXPECT_EQ(error_of([&] { memory_.query("SELEKT 1"); }).kind(), ErrorKind::usage);
  EXPECT_EQ(error_of([&] { memory_.query("SELECT * FROM nowhere"); }).kind(), ErrorKind::usage);
  EXPECT_EQ(error_of([&] { memory_.query("SELECT 1; SELECT 2"); }).kind(), ErrorKind::usage);
  EXPECT_EQ(error_of([&] { memory_.query("  -- nothing"); }).kind(), ErrorKind::usage);
  EXPECT_EQ(error_of([&] { memory_.query("SELECT ?"); }).kind(), ErrorKind::usage);
}

TEST_F(DuckDbTest, wrong_sql_behind_comments_and_blanks_has_its_place_in_the_whole) {
  for (const std::string before : {"", " ", "\n\n", "-- título: ção\n", "/* a\n */ -- b\n  ", ";; -- c\n"}) {
    const std::string sql = before + "SELECT 1,\n  nix\nFROM range(3)";
    const Error error = error_of([&] { memory_.query(sql); });
    EXPECT_EQ(error.place().line, 2U + static_cast<unsigned>(std::count(before.begin(), before.end(), '\n'))) << sql;
    EXPECT_EQ(error.place().column, 3U) << sql;
    EXPECT_THAT(error.what(), HasSubstr(fmt::format("LINE {}:   nix\n          ^", error.place().line))) << sql;
  }
  // After characters of several bytes: the column counts bytes, the picture characters.
  const Error wide = error_of([&] { memory_.query("-- é\nSELECT 'ação' AS a, nix"); });
  EXPECT_EQ(wide.place().column, 23U);
  EXPECT_THAT(wide.what(), HasSubstr("nix\n" + std::string(28, ' ') + "^"));
  const std::string late =
      "-- c\nSELECT CAST(CASE WHEN range = 2999 THEN 'x' ELSE '1' END AS INTEGER)\nFROM range(3000)";
  const Error error = error_of([&] { all_rows(memory_, late); });
  EXPECT_EQ(error.kind(), ErrorKind::data);
  EXPECT_EQ(error.place().line, 2U);
  EXPECT_EQ(error.place().column, 8U);
}

TEST_F(DuckDbTest, a_bare_null_is_an_integer_as_in_a_table_made_of_it) {
  EXPECT_EQ(type("NULL"), "INTEGER");
  EXPECT_EQ(value("NULL"), "<null>");
}

TEST_F(DuckDbTest, counts_the_rows_that_it_writes) {
  EXPECT_EQ(memory_.execute_counting("CREATE TEMP TABLE t AS SELECT i FROM range(5000) r(i)"), 5000U);
  EXPECT_EQ(memory_.execute_counting("CREATE OR REPLACE TEMP TABLE t AS FROM range(7) r(i) WHERE i < 0"), 0U);
  EXPECT_EQ(memory_.execute_counting("INSERT INTO t VALUES (1), (2), (3)"), 3U);
  EXPECT_EQ(memory_.execute_counting("DELETE FROM t WHERE i > 1"), 2U);
}

TEST_F(DuckDbTest, knows_the_columns_of_what_it_does_not_run) {
  const auto columns = memory_.columns_of("SELECT 1.50 AS a, error('no') AS b");
  ASSERT_EQ(columns.size(), 2U);
  EXPECT_EQ(columns[0].name + " " + columns[0].type, "a DECIMAL(3,2)");
  EXPECT_EQ(memory_.database(), "memory");
}

TEST_F(DuckDbTest, data_that_breaks_a_rule_is_a_data_error) {
  memory_.execute("CREATE TABLE t(i INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)");
  EXPECT_EQ(error_of([&] { memory_.execute("INSERT INTO t VALUES (1)"); }).kind(), ErrorKind::data);
  EXPECT_EQ(error_of([&] { memory_.execute("SELECT CAST('x' AS INTEGER)"); }).kind(), ErrorKind::data);
}

TEST_F(DuckDbTest, a_result_may_outlive_connection_and_database) {
  std::unique_ptr<Result> result;
  {
    DuckDbConnection connection = DuckDbDatabase(dir_ / "short.duckdb", {}).connect();
    result = connection.query("SELECT 42");
  }
  ASSERT_TRUE(result->next());
  std::string text;
  result->text(0, 0, text);
  EXPECT_EQ(text, "42");
}

TEST_F(DuckDbTest, read_only_takes_statements_that_read) {
  auto file = dir_ / "w.duckdb";
  DuckDbDatabase(file, {}).connect().execute("CREATE TABLE t AS SELECT 1 AS i");
  DuckDbConnection reader = DuckDbDatabase(file, {.read_only = true}).connect();
  EXPECT_EQ(query_integer(reader, "SELECT i FROM t"), 1);
  EXPECT_EQ(query_integer(reader, "FROM t"), 1);
  EXPECT_EQ(all_rows(reader, "DESCRIBE t").size(), 1U);
  EXPECT_FALSE(all_rows(reader, "EXPLAIN SELECT * FROM t").empty());
  for (const char* sql : {"INSERT INTO t VALUES (2)", "DROP TABLE t", "COPY t TO '/dev/null'", "SET threads = 1",
                          "ATTACH ':memory:' AS m", "CREATE TEMP TABLE x AS SELECT 1"}) {
    EXPECT_EQ(error_of([&] { reader.query(sql); }).kind(), ErrorKind::usage) << sql;
  }
  EXPECT_EQ(error_of([&] { reader.execute("INSERT INTO t VALUES (2)"); }).kind(), ErrorKind::usage);
}

TEST_F(DuckDbTest, files_that_can_not_be_opened_say_what_to_do) {
  Error missing = error_of([&] { DuckDbDatabase(dir_ / "none.duckdb", {.read_only = true}); });
  EXPECT_EQ(missing.kind(), ErrorKind::usage);
  EXPECT_THAT(missing.hint_text(), HasSubstr("rox run"));

  std::ofstream(dir_ / "junk.duckdb") << std::string(20000, 'j');
  Error junk = error_of([&] { DuckDbDatabase(dir_ / "junk.duckdb", {.read_only = true}); });
  EXPECT_EQ(junk.kind(), ErrorKind::outside);
  EXPECT_THAT(junk.hint_text(), HasSubstr("--full-refresh"));
  EXPECT_THAT(junk.place().file, HasSubstr("junk.duckdb"));
}

TEST(DuckDbError, a_failed_system_call_has_a_way_out) {
  for (const std::string kind : {"IO", "FATAL"}) {
    Error full = duckdb_error(kind + " Error: Could not write file \"w.duckdb\": No space left on device");
    EXPECT_EQ(full.kind(), ErrorKind::outside);
    EXPECT_THAT(full.hint_text(), HasSubstr("free some space"));
  }
}

TEST_F(DuckDbTest, options_reach_duckdb) {
  DuckDbOptions options;
  options.threads = 1;
  options.memory_limit = std::uint64_t{1} << 30;
  options.preserve_insertion_order = false;
  DuckDbConnection connection = DuckDbDatabase({}, options).connect();
  auto setting = [&](const std::string& name) {
    return all_rows(connection, "SELECT current_setting('" + name + "')").at(0).at(0);
  };
  EXPECT_EQ(setting("threads"), "1");
  EXPECT_EQ(setting("memory_limit"), "576.0 MiB");  // the rest is for what DuckDB doesn't count
  EXPECT_EQ(setting("preserve_insertion_order"), "false");
  EXPECT_EQ(setting("autoload_known_extensions"), "false");
  EXPECT_EQ(error_of([&] { connection.query("SELECT * FROM read_csv('/etc/passwd')"); }).kind(), ErrorKind::usage);
}

TEST_F(DuckDbTest, knows_which_keys_are_unique) {
  memory_.execute(
      "CREATE TABLE t AS SELECT i AS id, i // 2 AS half, i % 2 AS odd, 'k' || i AS word, uuid() AS u, "
      "CASE WHEN i > 10 THEN i END AS few, CASE WHEN i = 150000 THEN 7 ELSE i END AS once, 1 AS same "
      "FROM range(300000) r(i)");
  EXPECT_THAT(memory_.surely_unique("t", {{"id"}, {"half"}, {"half", "odd"}, {"word"}, {"u"}, {"few"}, {"once"}}),
              testing::ElementsAre(true, false, true, true, true, true, false));
  EXPECT_THAT(memory_.surely_unique("t", {{"same"}}), testing::ElementsAre(false));
  memory_.execute("DELETE FROM t");
  EXPECT_THAT(memory_.surely_unique("t", {{"same"}}), testing::ElementsAre(true));
  EXPECT_EQ(error_of([&] { memory_.surely_unique("t", {{"nothing"}}); }).kind(), ErrorKind::usage);
}

TEST_F(DuckDbTest, knows_no_unique_keys_where_there_is_no_memory_for_them) {
  DuckDbOptions options;
  options.memory_limit = std::uint64_t{64} << 20;
  options.temp_dir = dir_;
  DuckDbConnection connection = DuckDbDatabase({}, options).connect();
  connection.execute("CREATE TABLE t AS SELECT i AS id FROM range(3000000) r(i)");
  EXPECT_THAT(connection.surely_unique("t", {{"id"}, {"id"}}), testing::ElementsAre(false, false));
}

TEST_F(DuckDbTest, appender_writes_on_close_and_only_then) {
  memory_.execute("CREATE SCHEMA rox; CREATE TABLE rox.t(a VARCHAR, b BIGINT)");
  {
    DuckDbAppender dropped(memory_, "rox", "t");
    dropped.add("lost");
    dropped.add(std::int64_t{1});
    dropped.end_row();
  }
  EXPECT_EQ(query_integer(memory_, "SELECT count(*) FROM rox.t"), 0);
  DuckDbAppender kept(memory_, "rox", "t");
  kept.add("a\xC3\xA7");
  kept.add(std::int64_t{-7});
  kept.end_row();
  kept.add_null();
  kept.add_null();
  kept.end_row();
  kept.close();
  EXPECT_EQ(all_rows(memory_, "SELECT * FROM rox.t"),
            (std::vector<std::vector<std::string>>{{"aç", "-7"}, {"<null>", "<null>"}}));
  EXPECT_EQ(error_of([&] { DuckDbAppender(memory_, "rox", "nowhere"); }).kind(), ErrorKind::usage);
}

TEST_F(DuckDbTest, query_integer_wants_exactly_one_number) {
  EXPECT_EQ(query_integer(memory_, "SELECT 7"), 7);
  EXPECT_EQ(query_integer(memory_, "SELECT NULL"), 0);
  EXPECT_THROW(query_integer(memory_, "SELECT 1 WHERE false"), std::logic_error);
  EXPECT_THROW(query_integer(memory_, "FROM range(2)"), std::logic_error);
  EXPECT_THROW(query_integer(memory_, "SELECT 1, 2"), std::logic_error);
  EXPECT_THROW(query_integer(memory_, "SELECT 'x'"), std::logic_error);
}

}  // namespace
}  // namespace rox
