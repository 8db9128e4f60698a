#include "sql/references.hpp"

#include <gtest/gtest.h>

#include <string>

namespace rox {
namespace {

/// "a b.c f() 'x'": what the SQL reads.
std::string reads(std::string_view sql) {
  std::string found;
  for (const TableReference& reference : table_references(sql)) {
    if (!found.empty()) found += ' ';
    found += reference.schema.empty() ? "" : reference.schema + ".";
    found += reference.name + (reference.kind == ReferenceKind::function ? "()" : "");
  }
  return found;
}

TEST(TableReferences, StandAfterFromJoinAndCommas) {
  EXPECT_EQ(reads("SELECT a FROM t"), "t");
  EXPECT_EQ(reads("select x.a from T as x, U y left join V on x.a = V.a cross join W"), "T U V W");
  EXPECT_EQ(reads("SELECT a, b FROM t, u WHERE a IN (1, 2) ORDER BY a, b"), "t u");
  EXPECT_EQ(reads("SELECT a FROM t JOIN u USING (a, b), v GROUP BY a, b HAVING c, d"), "t u v");
  EXPECT_EQ(reads("SELECT a FROM t UNION ALL SELECT b FROM u EXCEPT SELECT c FROM t"), "t u t");
  EXPECT_EQ(reads("FROM t SELECT a, b"), "t");
  EXPECT_EQ(reads("SELECT 1"), "");
}

TEST(TableReferences, NeedNoSelect) {
  EXPECT_EQ(reads("TABLE t"), "t");
  EXPECT_EQ(reads("WITH x AS (TABLE t) TABLE x UNION ALL TABLE u ORDER BY 1"), "t u");
  EXPECT_EQ(reads("SELECT 1 FROM t; FROM u SELECT 2"), "t u");
  EXPECT_EQ(reads("SELECT trim(FROM a), trim(BOTH FROM b) FROM t"), "t");
  EXPECT_EQ(reads("SELECT \"table\", t.table FROM t"), "t");
}

TEST(TableReferences, AreFoundInSubqueriesAndParentheses) {
  EXPECT_EQ(reads("SELECT (SELECT max(a) FROM t), b FROM (SELECT b FROM u) AS x, v"), "t u v");
  EXPECT_EQ(reads("SELECT a FROM (t JOIN u ON t.a = u.a), (v) WHERE EXISTS (SELECT 1 FROM w)"), "t u v w");
  EXPECT_EQ(reads("SELECT a FROM ((SELECT a FROM t) UNION (SELECT a FROM u)) AS x JOIN v ON true"), "t u v");
  EXPECT_EQ(reads("SELECT a FROM t, LATERAL (SELECT b FROM u WHERE u.a = t.a) AS x"), "t u");
  EXPECT_EQ(reads("SELECT a FROM (VALUES (1), (2)) AS x (a), t"), "t");
}

TEST(TableReferences, FromInsideFunctionsIsNoClause) {
  EXPECT_EQ(reads("SELECT EXTRACT(YEAR FROM d), trim(both ' ' from s), substring(s FROM 2 FOR 3) FROM t"), "t");
  EXPECT_EQ(reads("SELECT a IS DISTINCT FROM b FROM t JOIN u ON t.a IS NOT DISTINCT FROM u.b, v"), "t u v");
  EXPECT_EQ(reads("SELECT x.from, x.join FROM t AS x WHERE x.from = 1"), "t");
  EXPECT_EQ(reads("SELECT sum(a) OVER (PARTITION BY b ORDER BY c ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t"),
            "t");
}

TEST(TableReferences, CommonTableExpressionsAreNotTables) {
  EXPECT_EQ(reads("WITH x AS (SELECT a FROM t), y (b) AS MATERIALIZED (SELECT a FROM x, u) SELECT b FROM Y, x"), "t u");
  EXPECT_EQ(reads("WITH \"X\" AS NOT MATERIALIZED (SELECT 1) SELECT 1 FROM x UNION SELECT 2 FROM x"), "");
  EXPECT_EQ(reads("WITH x AS (SELECT 1) SELECT a FROM main.x"), "main.x");
}

TEST(TableReferences, CommonTableExpressionsHoldWhereTheyAreDefined) {
  EXPECT_EQ(reads("SELECT a FROM (WITH x AS (SELECT 1) SELECT a FROM x) AS s, x"), "x");
  EXPECT_EQ(reads("WITH x AS (WITH y AS (SELECT 1) SELECT 1 FROM y) SELECT 1 FROM y"), "y");
  EXPECT_EQ(reads("WITH x AS (SELECT a FROM t) SELECT a FROM (SELECT a FROM x) AS s"), "t");
  EXPECT_EQ(reads("WITH t AS (SELECT a FROM t) SELECT a FROM t"), "t") << "the table, in its own definition";
  EXPECT_EQ(reads("WITH RECURSIVE t AS (SELECT 1 UNION SELECT a FROM t, u) SELECT a FROM t"), "u");
  EXPECT_EQ(reads("WITH RECURSIVE t AS (SELECT a FROM t) SELECT a FROM t"), "t") << "not recursive without a UNION";
  EXPECT_EQ(reads("WITH x AS (SELECT a FROM y), y AS (SELECT 1) SELECT a FROM x, y"), "y") << "before it is defined";
  EXPECT_EQ(reads("WITH x AS (SELECT 1) SELECT 1 FROM x; SELECT 1 FROM x"), "x") << "another statement";
}

TEST(TableReferences, NamesAreReadAsTheyAreMeant) {
  EXPECT_EQ(reads(R"(SELECT a FROM "my ""table""" JOIN s."T" ON true JOIN c.s.t ON true)"), R"(my "table" s.T c.s.t)");
  EXPECT_EQ(reads("SELECT 'FROM x', \"FROM y\" FROM t -- FROM u\n/* JOIN v */, w"), "t w");
  EXPECT_EQ(reads("SELECT a FROM generate_series(1, (SELECT max(a) FROM t)) AS g (a), u"), "generate_series() t u");
}

TEST(TableReferences, SayWhere) {
  const std::string sql = "SELECT a\nFROM 'x.csv', t";
  const std::vector<TableReference> found = table_references(sql);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].kind, ReferenceKind::text);
  EXPECT_EQ(found[0].name, "'x.csv'");
  EXPECT_EQ(found[1].offset, sql.size() - 1);
}

TEST(TableReferences, BrokenTextIsNoReasonToFail) {
  for (const char* sql : {"", ")", "))(", "FROM", "SELECT FROM", "FROM ,", "WITH", "WITH x", "WITH x AS", "WITH x AS (",
                          "WITH RECURSIVE", "FROM a.", "FROM .", ";;", "FROM t, (", "SELECT a FROM \"t", ", FROM t)"}) {
    table_references(sql);
  }
  const std::string deep(100000, '(');
  EXPECT_EQ(reads("SELECT a FROM " + deep + "t"), "t");
}

}  // namespace
}  // namespace rox
