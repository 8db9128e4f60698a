#include "sql/only_reads.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

TEST(OnlyReads, TellsReadingStatements) {
  for (const char* sql : {"SELECT 1", " -- c\n with a as (select 1) select * from a", "TABLE t", "explain select 1", "",
                          "show x", "SELECT 'into'", "select \"into\" from t", "(SELECT 1) UNION ALL (SELECT 2)",
                          "EXPLAIN ANALYZE SELECT 1", "EXPLAIN (ANALYZE, FORMAT json) (SELECT 1)",
                          "EXPLAIN VERBOSE TABLE t", "EXPLAIN (SELECT 1)", "SELECT max(update) FROM t"}) {
    for (const SqlDialect dialect : {SqlDialect::duckdb, SqlDialect::postgres, SqlDialect::redshift}) {
      EXPECT_TRUE(only_reads(sql, dialect)) << sql;
    }
  }
  for (const char* sql : {"FROM t", "DESCRIBE t", "SUMMARIZE t", "EXPLAIN ANALYZE FROM t"}) {
    EXPECT_TRUE(only_reads(sql, SqlDialect::duckdb)) << sql;
    EXPECT_FALSE(only_reads(sql, SqlDialect::postgres)) << sql;
  }
}

TEST(OnlyReads, TellsStatementsThatWrite) {
  for (const char* sql :
       {"DROP TABLE t", "insert into t select 1", "SELECT 1 INTO t", "/* select */ delete from t", "copy t from 'x'",
        "set x = 1", "update t set a = 1", "EXPLAIN", "EXPLAIN ANALYZE", "EXPLAIN ANALYZE COPY (SELECT 1) TO 'x'",
        "explain /* select */ analyze create table t as select 1", "EXPLAIN (ANALYZE, FORMAT json) DELETE FROM t",
        "EXPLAIN (ANALYZE) (FORMAT json) DROP TABLE t", "EXPLAIN SHOW TABLES",
        "WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a", "WITH a AS (SELECT 1) UPDATE t SET a = 1",
        "WITH a AS (SELECT 1) DELETE FROM t"}) {
    for (const SqlDialect dialect : {SqlDialect::duckdb, SqlDialect::postgres, SqlDialect::redshift}) {
      EXPECT_FALSE(only_reads(sql, dialect)) << sql;
    }
  }
}

TEST(OnlyReads, TellsFunctionsThatRunText) {
  for (const char* sql :
       {"SELECT set_config('role', 'none', false)", "SELECT pg_catalog.Query_To_Xml('x', true, true, '')",
        "SELECT \"set_config\"('role', 'none', false)", "SELECT U&\"\\0073et_config\"('a', 'b', true)"}) {
    EXPECT_FALSE(only_reads(sql, SqlDialect::postgres)) << sql;
  }
  EXPECT_TRUE(only_reads("SELECT 'set_config'", SqlDialect::postgres));
}

TEST(OnlyReads, FindsWhatIsExplained) {
  EXPECT_EQ(explained_statement("-- c\nEXPLAIN ANALYZE /* x */ SELECT 1"), "SELECT 1");
  EXPECT_EQ(explained_statement("explain (format json, analyze) verbose (select 1)"), "(select 1)");
  EXPECT_EQ(explained_statement("EXPLAIN (COPY t TO 'x')"), "(COPY t TO 'x')");
  EXPECT_EQ(explained_statement("EXPLAIN"), "");
  EXPECT_EQ(explained_statement("SELECT 1"), "");
}

}  // namespace
}  // namespace rox
