// Connections that can only read, each statement judged by what it leaves on the server: its schemas, tables, rows,
// roles, settings, large objects, and files. The user is a superuser, to whom the server itself forbids nothing.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "engine/postgres/postgres.hpp"
#include "engine/postgres/server_support.hpp"
#include "engine/result/cells.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

/// Whatever may write, with {} for a folder that the server can write to.
constexpr const char* kWriting[] = {
    "INSERT INTO t VALUES (2)",
    "UPDATE t SET i = 2",
    "DELETE FROM t",
    "TRUNCATE t",
    "MERGE INTO t USING (SELECT 9 AS i) s ON t.i = s.i WHEN NOT MATCHED THEN INSERT VALUES (9)",
    "DROP TABLE t",
    "ALTER TABLE t ADD COLUMN x INTEGER",
    "CREATE TABLE u AS SELECT 1",
    "CREATE TEMP TABLE u AS SELECT 1",
    "SELECT 1 AS i INTO u",
    "SELECT 1 AS i INTO TEMP u",
    "CREATE VIEW v AS SELECT 1",
    "CREATE MATERIALIZED VIEW v AS SELECT 1",
    "REFRESH MATERIALIZED VIEW m",
    "CREATE SCHEMA s",
    "CREATE SEQUENCE q",
    "CREATE INDEX x ON t (i)",
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE TYPE e AS ENUM ('a')",
    "COMMENT ON TABLE t IS 'x'",
    "GRANT ALL ON t TO public",
    "CREATE ROLE r",
    "ALTER ROLE rox SET work_mem = '1MB'",
    "ALTER SYSTEM SET work_mem = '1MB'",
    "ALTER DATABASE postgres SET work_mem = '1MB'",
    "CREATE DATABASE d",
    "CREATE EXTENSION tablefunc",
    "ANALYZE t",
    "VACUUM t",
    "REINDEX TABLE t",
    "CLUSTER",
    "CHECKPOINT",
    "LOCK TABLE t",
    "SELECT * FROM t FOR UPDATE",
    "TABLE t FOR SHARE",
    "SELECT nextval('numbers')",
    "SELECT setval('numbers', 99)",
    "LISTEN x",
    "NOTIFY x",
    // in a WITH
    "WITH x AS (INSERT INTO t VALUES (3) RETURNING i) SELECT * FROM x",
    "WITH x AS (DELETE FROM t RETURNING i) SELECT * FROM x",
    "WITH x AS (SELECT 7 AS i) INSERT INTO t SELECT i FROM x",
    "WITH x AS (SELECT 1 AS i) DELETE FROM t",
    "WITH x AS (SELECT 1 AS i) UPDATE t SET i = 5",
    // EXPLAIN ANALYZE
    "EXPLAIN ANALYZE CREATE TABLE u AS SELECT 1",
    "EXPLAIN ANALYZE CREATE TEMP TABLE u AS SELECT 1",
    "EXPLAIN ANALYZE CREATE MATERIALIZED VIEW v AS SELECT 1",
    "EXPLAIN ANALYZE INSERT INTO t VALUES (2)",
    "EXPLAIN ANALYZE UPDATE t SET i = 2",
    "EXPLAIN ANALYZE DELETE FROM t",
    "EXPLAIN ANALYZE EXECUTE p",
    "EXPLAIN (ANALYZE, FORMAT json) CREATE TABLE u AS SELECT 1",
    "EXPLAIN (FORMAT json, ANALYZE) DELETE FROM t",
    "-- SELECT\nEXPLAIN /* ( */ ANALYZE /* SELECT */ CREATE TABLE u AS SELECT 1",
    "EXPLAIN ANALYZE VERBOSE CREATE UNLOGGED TABLE u AS SELECT 1",
    "EXPLAIN ANALYZE SELECT nextval('numbers')",
    "EXPLAIN ANALYZE WITH x AS (INSERT INTO t VALUES (3) RETURNING i) SELECT * FROM x",
    "EXPLAIN ANALYZE SELECT 1 AS i INTO u",
    // files and programs
    "COPY t TO '{}/copied'",
    "COPY t TO PROGRAM 'touch {}/program'",
    "COPY t FROM PROGRAM 'touch {}/program; echo 1'",
    "COPY t TO STDOUT",
    "SELECT lo_export(lo_from_bytea(0, 'x'), '{}/lo')",
    "SELECT lo_import('/etc/hostname')",
    "SELECT lo_unlink(77)",
    "SELECT pg_read_file('/etc/hostname')",
    "SELECT pg_read_binary_file('/etc/hostname')",
    "SELECT * FROM pg_ls_dir('/etc')",
    "SELECT pg_reload_conf()",
    "SELECT pg_rotate_logfile()",
    "SELECT pg_switch_wal()",
    "SELECT pg_create_restore_point('x')",
    "SELECT pg_create_physical_replication_slot('s')",
    "SELECT pg_promote()",
    // ways out of the transaction
    "COMMIT",
    "ROLLBACK",
    "BEGIN",
    "END",
    "ABORT",
    "SAVEPOINT a",
    "START TRANSACTION READ WRITE",
    "COMMIT AND CHAIN",
    "PREPARE TRANSACTION 'x'",
    "SET TRANSACTION READ WRITE",
    "SET transaction_read_only = off",
    "SET default_transaction_read_only = off",
    "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
    "RESET ALL",
    "SET ROLE rox",
    "RESET ROLE",
    "DISCARD ALL",
    "SELECT set_config('transaction_read_only', 'off', false)",
    "SELECT set_config('role', 'none', false)",
    "SELECT pg_catalog.\"set_config\"('role', 'none', false)",
    "SELECT U&\"\\0073et_config\"('role', 'none', false)",
    "SELECT 1; DELETE FROM t",
    "COMMIT; DELETE FROM t",
    "DO 'BEGIN DELETE FROM t; COMMIT; END'",
    "CALL committing()",
    "SELECT writing()",
    "EXPLAIN ANALYZE SELECT writing()",
    "SELECT query_to_xml('SELECT writing()', true, true, '')",
    "SELECT * FROM ts_stat('SELECT writing()::text::tsvector')",
    "PREPARE p AS DELETE FROM t",
    "EXECUTE p",
    "DECLARE c CURSOR WITH HOLD FOR SELECT writing()",
    "SELECT leaving()",
};

class PostgresReadingTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = test::PostgresServer::start();
    if (!server_) return;
    PostgresConnection owner(server_->config(), {});
    owner.execute(
        "CREATE TABLE t (i INTEGER); INSERT INTO t VALUES (1); CREATE SEQUENCE numbers; "
        "CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM t; SELECT lo_from_bytea(77, 'kept'); "
        "CREATE FUNCTION writing() RETURNS int LANGUAGE plpgsql AS 'BEGIN INSERT INTO t VALUES (66); RETURN 1; END'; "
        "CREATE PROCEDURE committing() LANGUAGE plpgsql AS 'BEGIN COMMIT; INSERT INTO t VALUES (67); COMMIT; END'; "
        "CREATE FUNCTION leaving() RETURNS int LANGUAGE plpgsql AS 'BEGIN "
        "PERFORM set_config(''transaction_read_only'', ''off'', false); INSERT INTO t VALUES (68); RETURN 1; END'");
  }
  static void TearDownTestSuite() { server_.reset(); }

  void SetUp() override {
    if (!server_) GTEST_SKIP() << "no PostgreSQL server (Debian: postgresql-15)";
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::all);
    owner_ = std::make_unique<PostgresConnection>(server_->config(), PostgresOptions{});
  }

  PostgresConnection reader(SqlDialect dialect) const {
    return {server_->config(), {.search_path = {"public"}, .read_only = true, .dialect = dialect}};
  }

  static std::string ask(PostgresConnection& connection, const std::string& sql) {
    const auto rows = connection.query(sql);
    std::string text;
    while (rows->next()) text += text_at(*rows, 0, 0);
    return text;
  }

  /// What there is on the server, as the owner sees it, and in the folder.
  std::string there() {
    std::string all =
        ask(*owner_,
            "SELECT concat_ws(' | ', (SELECT string_agg(concat(relname, relkind, relacl), ',' ORDER BY relname) FROM "
            "pg_class WHERE relnamespace >= 2200 AND relnamespace NOT IN (SELECT oid FROM pg_namespace "
            "WHERE nspname = 'information_schema')), "
            "(SELECT string_agg(nspname, ',' ORDER BY 1) FROM pg_namespace), (SELECT string_agg(i::text, ',') FROM t), "
            "(SELECT last_value FROM numbers), (SELECT string_agg(oid::text, ',') FROM pg_largeobject_metadata), "
            "(SELECT string_agg(rolname, ',' ORDER BY 1) FROM pg_roles), (SELECT count(*) FROM pg_db_role_setting), "
            "(SELECT count(*) FROM pg_proc), (SELECT count(*) FROM pg_type), (SELECT count(*) FROM pg_extension), "
            "(SELECT count(*) FROM pg_database), (SELECT count(*) FROM pg_replication_slots), "
            "(SELECT count(*) FROM pg_prepared_xacts), (SELECT count(*) FROM pg_description), (SELECT n FROM m), "
            "pg_read_file('postgresql.auto.conf'))");
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) all += entry.path().string();
    return all;
  }

  /// Whether the statement was refused, all its rows read.
  static bool is_refused(PostgresConnection& connection, const std::string& sql) {
    try {
      ask(connection, sql);
      return false;
    } catch (const Error&) {
      return true;
    }
  }

  static std::unique_ptr<test::PostgresServer> server_;
  const test::TempDir folder_;
  std::unique_ptr<PostgresConnection> owner_;
};

std::unique_ptr<test::PostgresServer> PostgresReadingTest::server_;

TEST_F(PostgresReadingTest, NothingWrites) {
  PostgresConnection connection = reader(SqlDialect::postgres);
  const std::string before = there();
  for (const char* statement : kWriting) {
    const std::string sql = fmt::format(fmt::runtime(statement), folder_.path().string());
    EXPECT_TRUE(is_refused(connection, sql)) << sql;
    ASSERT_EQ(there(), before) << sql;
    EXPECT_EQ(ask(connection, "SELECT count(*) FROM t"), "1") << sql;
    EXPECT_EQ(ask(connection, "SHOW transaction_read_only"), "on") << sql;
    EXPECT_EQ(ask(connection, "SHOW role"), "pg_read_all_data") << sql;
  }
}

/// What would get through if the words were taken for a query: the server refuses it, or nothing of it stays.
TEST_F(PostgresReadingTest, NothingStaysOfWhatTheServerExecutes) {
  for (const SqlDialect dialect : {SqlDialect::postgres, SqlDialect::redshift}) {
    PostgresConnection connection = reader(dialect);
    const std::string before = there();
    for (const char* sql :
         {"SELECT writing()", "SELECT leaving()", "SELECT nextval('numbers')", "EXPLAIN ANALYZE SELECT writing()",
          "SELECT lo_creat(-1)", "SELECT lo_from_bytea(0, 'x')", "SELECT lo_unlink(77)"}) {
      is_refused(connection, sql);
      ASSERT_EQ(there(), before) << dialect_name(dialect) << ": " << sql;
    }
  }
}

/// A table that a reader has done with can be locked by others.
TEST_F(PostgresReadingTest, HoldsNothingOnceItsRowsAreRead) {
  PostgresConnection connection = reader(SqlDialect::postgres);
  EXPECT_EQ(ask(connection, "SELECT i FROM t"), "1");
  EXPECT_TRUE(is_refused(connection, "SELECT i / 0 FROM t"));
  owner_->execute("BEGIN; SET LOCAL lock_timeout = '1s'; LOCK TABLE t IN ACCESS EXCLUSIVE MODE; COMMIT");
  EXPECT_EQ(ask(connection, "SELECT i FROM t"), "1");
}

TEST_F(PostgresReadingTest, ReadsWhatQueriesAsk) {
  for (const SqlDialect dialect : {SqlDialect::postgres, SqlDialect::redshift}) {
    PostgresConnection connection = reader(dialect);
    for (const char* sql : {"SELECT i FROM t", "WITH x AS (SELECT 1 AS i) SELECT * FROM x", "VALUES (1)", "TABLE t",
                            "(SELECT 1) UNION ALL (SELECT 2)", "SHOW server_version", "EXPLAIN SELECT i FROM t",
                            "EXPLAIN ANALYZE SELECT i FROM t", "EXPLAIN (ANALYZE, FORMAT json) SELECT i FROM t"}) {
      EXPECT_FALSE(is_refused(connection, sql)) << sql;
    }
    connection.query("SELECT * FROM generate_series(1, 100000)")->next();  // and nobody reads the others
    EXPECT_EQ(ask(connection, "SELECT i FROM t"), "1");
  }
}

/// The settings of a session outlast what its queries begin and undo.
TEST_F(PostgresReadingTest, KeepsSettingsThatRoxMakes) {
  PostgresConnection connection = reader(SqlDialect::postgres);
  EXPECT_TRUE(is_refused(connection, "SELECT nothing"));
  connection.execute("SET statement_timeout = 4321");
  EXPECT_EQ(ask(connection, "SHOW statement_timeout"), "4321ms");
  EXPECT_EQ(ask(connection, "SHOW statement_timeout"), "4321ms");
}

}  // namespace
}  // namespace rox
