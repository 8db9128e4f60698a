// Connections that can only read, each statement judged by what it leaves: every byte of every file in the test's
// folder, what the warehouse holds, and what the connection says afterwards.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/file.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "engine/result/cells.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

/// Whatever may write, with {} for the folder.
constexpr const char* kWriting[] = {
    // what is there
    "INSERT INTO t VALUES (2)",
    "INSERT OR REPLACE INTO t VALUES (2)",
    "UPDATE t SET i = 2",
    "DELETE FROM t",
    "TRUNCATE t",
    "MERGE INTO t USING (SELECT 9 AS i) s ON t.i = s.i WHEN NOT MATCHED THEN INSERT VALUES (9)",
    "DROP TABLE t",
    "ALTER TABLE t ADD COLUMN x INTEGER",
    "ALTER TABLE t RENAME TO u",
    "CREATE TABLE u AS SELECT 1",
    "CREATE OR REPLACE TABLE t AS SELECT 5 AS i",
    "CREATE TEMP TABLE u AS SELECT 1",
    "CREATE VIEW v AS SELECT 1",
    "CREATE TEMP VIEW v AS SELECT 1",
    "CREATE SCHEMA s",
    "CREATE SEQUENCE q",
    "CREATE INDEX x ON t(i)",
    "CREATE MACRO f() AS 1",
    "CREATE TEMP MACRO f() AS 1",
    "CREATE TYPE e AS ENUM ('a')",
    "COMMENT ON TABLE t IS 'x'",
    "SELECT nextval('numbers')",
    "SELECT 1 INTO u",
    "WITH x AS (INSERT INTO t VALUES (3) RETURNING i) SELECT * FROM x",
    "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x",
    "CALL force_checkpoint()",
    "CHECKPOINT",
    "VACUUM",
    "PIVOT t ON i USING count(*)",
    // files
    "COPY t TO '{}/a.csv'",
    "COPY (SELECT 1) TO '{}/a.parquet' (FORMAT parquet)",
    "COPY t TO '{}/parts' (PARTITION_BY i)",
    "COPY t TO '{}/precious.txt' (USE_TMP_FILE false)",
    "COPY t TO '{}/w.duckdb' (USE_TMP_FILE false)",
    "COPY t FROM '{}/numbers.csv'",
    "EXPORT DATABASE '{}/export'",
    "EXPORT DATABASE '{}/w.duckdb.tmp/export'",
    "IMPORT DATABASE '{}/import'",
    "ATTACH '{}/other.duckdb' AS other",
    "ATTACH '{}/w.duckdb' AS again",
    "ATTACH ':memory:' AS other",
    "COPY FROM DATABASE w TO w",
    "DETACH w",
    "USE w",
    // EXPLAIN ANALYZE of any of these
    "EXPLAIN ANALYZE INSERT INTO t VALUES (2)",
    "EXPLAIN ANALYZE UPDATE t SET i = 2",
    "EXPLAIN ANALYZE DELETE FROM t",
    "EXPLAIN ANALYZE CREATE TABLE u AS SELECT 1",
    "EXPLAIN ANALYZE CREATE TEMP TABLE u AS SELECT 1",
    "EXPLAIN ANALYZE DROP TABLE t",
    "EXPLAIN ANALYZE COPY t TO '{}/a.csv'",
    "EXPLAIN ANALYZE COPY t TO '{}/w.duckdb' (USE_TMP_FILE false)",
    "EXPLAIN ANALYZE COPY t TO '{}/w.duckdb.wal' (USE_TMP_FILE false)",
    "EXPLAIN ANALYZE COPY t TO '{}/w.duckdb.tmp/a.csv' (USE_TMP_FILE false)",
    "EXPLAIN (ANALYZE, FORMAT json) COPY t TO '{}/a.csv'",
    "EXPLAIN (FORMAT json, ANALYZE) DELETE FROM t",
    "-- SELECT\nEXPLAIN /* ( */ ANALYZE COPY t TO '{}/a.csv'",
    "EXPLAIN ANALYZE EXPORT DATABASE '{}/export'",
    "EXPLAIN ANALYZE ATTACH '{}/other.duckdb' AS other",
    "EXPLAIN ANALYZE SET threads = 1",
    "EXPLAIN ANALYZE PRAGMA threads = 1",
    "EXPLAIN ANALYZE CALL force_checkpoint()",
    "EXPLAIN ANALYZE VACUUM",
    "EXPLAIN ANALYZE SELECT nextval('numbers')",
    "EXPLAIN ANALYZE WITH x AS (INSERT INTO t VALUES (3) RETURNING i) SELECT * FROM x",
    // settings, extensions, logs, transactions, several statements
    "SET threads = 1",
    "SET GLOBAL enable_external_access = true",
    "RESET threads",
    "PRAGMA threads = 1",
    "PRAGMA enable_profiling = 'json'",
    "PRAGMA profile_output = '{}/profile'",
    "SET VARIABLE x = 1",
    "SET lock_configuration = false",
    "INSTALL json",
    "LOAD '{}/x.duckdb_extension'",
    "UPDATE EXTENSIONS",
    "CREATE SECRET s (TYPE s3)",
    "CREATE PERSISTENT SECRET s (TYPE s3)",
    "SELECT * FROM enable_logging(storage='file', storage_config={{'path': '{}/log'}})",
    "CALL enable_logging(storage='file', storage_path='{}/log')",
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
    "BEGIN TRANSACTION READ WRITE",
    "PREPARE p AS DELETE FROM t",
    "EXECUTE p",
    "SELECT 1; DELETE FROM t",
    "COMMIT; DELETE FROM t",
    "SELECT * FROM query('DELETE FROM t')",
    // files to read
    "SELECT * FROM read_text('{}/precious.txt')",
    "SELECT * FROM read_csv('{}/numbers.csv')",
    "FROM '{}/numbers.csv'",
    "SELECT * FROM glob('{}/*')",
    "SELECT * FROM read_blob('/etc/hostname')",
    "EXPLAIN ANALYZE SELECT * FROM read_text('{}/precious.txt')",
    "SELECT * FROM sniff_csv('{}/numbers.csv')",
};

class ReadingTest : public test::TempDirTest {
 protected:
  ReadingTest() {
    write_file(dir_ / "precious.txt", "precious");
    write_file(dir_ / "numbers.csv", "i\n4\n");
    make_directories(dir_ / "import");
    write_file(dir_ / "import/schema.sql", "CREATE TABLE imported (i INTEGER)");
    write_file(dir_ / "import/load.sql", "");
    make_directories(warehouse_.string() + ".tmp");  // DuckDB's own, where it spills
    DuckDbDatabase(warehouse_, {}).connect().execute("CREATE TABLE t AS SELECT 1 AS i; CREATE SEQUENCE numbers");
  }

  /// Every file and folder, with what is in it.
  std::map<std::string, std::string> files() const {
    std::map<std::string, std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(dir_)) {
      found[entry.path().string()] = entry.is_regular_file() ? read_file(entry.path()) : "";
    }
    return found;
  }

  /// Takes the statement as far as it goes: all its rows are read. Whether it was refused.
  static bool is_refused(DuckDbConnection& connection, const std::string& sql) {
    try {
      const auto rows = connection.query(sql);
      while (rows->next()) {
      }
      return false;
    } catch (const Error& error) {
      EXPECT_TRUE(error.kind() == ErrorKind::usage) << sql << ": " << error.report();
      return true;
    }
  }

  std::string in_folder(const char* sql) const { return fmt::format(fmt::runtime(sql), dir_.string()); }

  const fs::path warehouse_ = dir_ / "w.duckdb";
};

constexpr const char* kHeld =
    "SELECT (SELECT string_agg(table_name, ',' ORDER BY table_name) FROM duckdb_tables()) || "
    "(SELECT count(*) FROM duckdb_views() WHERE NOT internal) || (SELECT list(i)::VARCHAR FROM t) || "
    "(SELECT count(*) FROM duckdb_databases()) || coalesce((SELECT last_value FROM duckdb_sequences()), 0) || "
    "current_setting('threads')";

TEST_F(ReadingTest, NothingWritesWhereTheWarehouseIsOpenedForReading) {
  const auto before = files();
  DuckDbConnection reader = DuckDbDatabase(warehouse_, {.read_only = true, .threads = 2}).connect();
  for (const char* statement : kWriting) {
    const std::string sql = in_folder(statement);
    EXPECT_TRUE(is_refused(reader, sql)) << sql;
    const auto rows = reader.query(kHeld);
    ASSERT_TRUE(rows->next());
    EXPECT_EQ(text_at(*rows, 0, 0), "t0[1]302") << sql;
    ASSERT_TRUE(files() == before) << sql;
  }
}

TEST_F(ReadingTest, NothingWritesWhereAnotherConnectionDoes) {
  DuckDbDatabase database(warehouse_, {.threads = 2});
  DuckDbConnection writer = database.connect();
  DuckDbConnection reader = database.connect_for_reading();
  writer.execute("CHECKPOINT");
  const auto before = files();
  for (const char* statement : kWriting) {
    const std::string sql = in_folder(statement);
    EXPECT_TRUE(is_refused(reader, sql)) << sql;
    ASSERT_TRUE(files() == before) << sql;
    const auto rows = reader.query(kHeld);
    ASSERT_TRUE(rows->next());
    EXPECT_EQ(text_at(*rows, 0, 0), "t0[1]302") << sql;
  }
}

TEST_F(ReadingTest, ReadsWhatQueriesAsk) {
  DuckDbDatabase database(warehouse_, {});
  DuckDbConnection writer = database.connect();
  DuckDbConnection reader = database.connect_for_reading();
  for (const char* sql : {"SELECT i FROM t", "FROM t", "WITH x AS (SELECT 1 AS i) SELECT * FROM x", "VALUES (1)",
                          "(SELECT 1) UNION ALL (SELECT 2)", "DESCRIBE t", "SHOW TABLES", "SUMMARIZE t", "TABLE t",
                          "EXPLAIN SELECT i FROM t", "EXPLAIN ANALYZE SELECT i FROM t", "EXPLAIN (SELECT 1)",
                          "EXPLAIN (ANALYZE, FORMAT json) SELECT i FROM t"}) {
    EXPECT_FALSE(is_refused(reader, sql)) << sql;
  }
  EXPECT_THROW(reader.query("SELECT CAST('x' AS INTEGER)")->next(), Error);
  EXPECT_EQ(query_integer(reader, "SELECT i FROM t"), 1);  // an error before keeps it from nothing
  writer.execute("INSERT INTO t VALUES (2)");
  EXPECT_EQ(query_integer(reader, "SELECT count(*) FROM t"), 2);
}

TEST_F(ReadingTest, SpillsAllTheSame) {
  DuckDbConnection memory =
      DuckDbDatabase({}, {.memory_limit = std::uint64_t{64} << 20, .temp_dir = dir_ / "spill"}).connect();
  memory.execute("CREATE TABLE t AS SELECT i AS id FROM range(3000000) AS r(i)");
  EXPECT_EQ(query_integer(memory, "SELECT count(*) FROM t"), 3000000);
  DuckDbConnection reader =
      DuckDbDatabase(warehouse_, {.read_only = true, .threads = 2, .memory_limit = std::uint64_t{128} << 20}).connect();
  EXPECT_EQ(query_integer(reader,
                          "SELECT count(*) FROM (SELECT row_number() OVER (ORDER BY hash(i)) AS n FROM range(3000000) "
                          "AS r(i)) WHERE n > 0"),
            3000000);
}

}  // namespace
}  // namespace rox
