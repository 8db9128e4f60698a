#include "engine/spark/answer.hpp"

#include <gmock/gmock.h>

namespace rox {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(SparkAnswer, ColumnsHaveKindsByTheirTypes) {
  EXPECT_EQ(spark_column("a", "decimal(18,4)").kind, ResultKind::decimal);
  EXPECT_EQ(spark_column("a", "decimal(18,4)").type, "DECIMAL(18,4)");
  EXPECT_EQ(spark_column("a", "timestamp_ntz").kind, ResultKind::timestamp);
  EXPECT_EQ(spark_column("a", "bigint").kind, ResultKind::integer);
  EXPECT_EQ(spark_column("a", "double").kind, ResultKind::floating);
  EXPECT_EQ(spark_column("a", "string").kind, ResultKind::text);
  EXPECT_EQ(spark_column("a", "array<int>").kind, ResultKind::other);
  EXPECT_EQ(spark_column("a", "interval day").kind, ResultKind::other);
}

TEST(SparkAnswer, ErrorsAreSparksWithoutItsJava) {
  const Error error = spark_error(
      "[UNRESOLVED_COLUMN] A column with name `x` cannot be resolved. SQLSTATE: 42703; line 2 pos 7;\n'Project "
      "['x]\n\tat "
      "org.apache.spark.Foo(Foo.scala:1)",
      "42703", "SELECT\n  abc, x FROM t");
  EXPECT_EQ(error.kind(), ErrorKind::usage);
  EXPECT_EQ(error.place().line, 2U);
  EXPECT_EQ(error.place().column, 8U);
  EXPECT_THAT(error.what(), HasSubstr("`x` cannot be resolved"));
  EXPECT_THAT(error.what(), Not(HasSubstr("org.apache")));
}

TEST(SparkAnswer, DataAndTheOutsideWorldAreToldApart) {
  EXPECT_EQ(spark_error("[DIVIDE_BY_ZERO] Division by zero.", "22012", "SELECT 1/0").kind(), ErrorKind::data);
  EXPECT_EQ(spark_error("[MALFORMED_CSV_RECORD] Malformed CSV record: 1", "KD000", "SELECT 1").kind(), ErrorKind::data);
  EXPECT_EQ(spark_error("[FAILED_READ_FILE.FILE_NOT_EXIST] x", "KD001", "SELECT 1").kind(), ErrorKind::outside);
  EXPECT_EQ(spark_error("Job aborted", "", "SELECT 1").kind(), ErrorKind::outside);
}

TEST(SparkAnswer, OnlyWhatReadsIsTaken) {
  for (const char* sql : {"SELECT 1", "  -- c\n(SELECT 1)", "WITH a AS (SELECT 1) SELECT * FROM a", "SHOW TABLES",
                          "EXPLAIN SELECT 1", "SELECT 'insert' AS x"}) {
    EXPECT_TRUE(spark_reads_only(sql)) << sql;
  }
  for (const char* sql : {"DROP VIEW a", "CREATE TABLE a (b INT)", "WITH a AS (SELECT 1) INSERT INTO b SELECT * FROM a",
                          "FROM a INSERT INTO b SELECT *", "SET x = 1", "SELECT TRANSFORM(a) USING 'touch x' FROM b",
                          "SELECT TRANSFORM(a) USING /* x */ \"touch x\" AS (c) FROM b",
                          "SELECT reflect('java.lang.Runtime', 'getRuntime')", "SELECT java_method('a', 'b')"}) {
    EXPECT_FALSE(spark_reads_only(sql)) << sql;
  }
}

}  // namespace
}  // namespace rox
