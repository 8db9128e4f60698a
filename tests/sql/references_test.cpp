#include "sql/references.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>

#include "base/text.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "repository.hpp"
#include "sql/sql_file.hpp"

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

/// What DuckDB's own parser says.
std::set<std::string> oracle(DuckDbConnection& connection, const std::string& sql) {
  duckdb_value list = duckdb_get_table_names(connection.handle(), sql.c_str(), false);
  EXPECT_NE(list, nullptr) << "DuckDB can't parse " << sql;
  std::set<std::string> names;
  if (list == nullptr) return names;
  for (idx_t i = 0; i < duckdb_get_list_size(list); ++i) {
    duckdb_value name = duckdb_get_list_child(list, i);
    char* text = duckdb_get_varchar(name);
    names.insert(to_lower(text));
    duckdb_free(text);
    duckdb_destroy_value(&name);
  }
  duckdb_destroy_value(&list);
  return names;
}

TEST(TableReferences, AreThoseThatDuckDbFinds) {
  DuckDbConnection connection = DuckDbDatabase({}, {}).connect();
  std::vector<std::string> statements = {
      "SELECT a FROM t, u AS x CROSS JOIN v WHERE a IN (SELECT b FROM w) AND EXISTS (SELECT 1 FROM y)",
      "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r, s) SELECT * FROM r JOIN t ON r.n = t.n",
      "WITH a AS (SELECT * FROM b), b AS (SELECT * FROM c) SELECT (SELECT max(x) FROM a) FROM b",
      "SELECT EXTRACT(YEAR FROM d), CASE WHEN a IS DISTINCT FROM b THEN 1 END FROM (t JOIN (SELECT 1 FROM u) x ON a)",
      "SELECT sum(a) OVER w FROM t WINDOW w AS (PARTITION BY b ORDER BY c) UNION (SELECT d FROM \"U v\") LIMIT 1",
      "FROM t JOIN u ON t.a = u.a, (SELECT 1 FROM v) AS l SELECT t.a, u.b",
      "SELECT 1 FROM ((SELECT a FROM t) INTERSECT (SELECT 1 FROM (WITH t AS (SELECT 1) SELECT 1 FROM t, w))), z"};
  for (const char* folder : {"marts", "analyses"}) {
    for (const SqlFile& file : read_sql_files(test::repository() / "projects/rox-bikes" / folder)) {
      statements.push_back(BoundSql(file, {}).text());
    }
  }
  ASSERT_GE(statements.size(), 19U);
  for (const std::string& sql : statements) {
    std::set<std::string> found;
    for (const TableReference& reference : table_references(sql)) found.insert(to_lower(reference.name));
    EXPECT_EQ(found, oracle(connection, sql)) << sql;
  }
}

}  // namespace
}  // namespace rox
