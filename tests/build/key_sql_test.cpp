#include "build/key_sql.hpp"

#include <gtest/gtest.h>

#include "engine/duckdb/duckdb.hpp"

namespace rox {
namespace {

TEST(KeySql, NamesThingsAsTheEngineDoes) {
  const KeySql duckdb(SqlDialect::duckdb);
  const KeySql postgres(SqlDialect::postgres);
  EXPECT_EQ(duckdb.as_key({"Id", "a b"}, "t"), R"(t."Id" AS k0, t."a b" AS k1)");
  EXPECT_EQ(postgres.as_key({"Id", "a b"}, "t"), R"(t.id AS k0, t."a b" AS k1)");
  EXPECT_EQ(duckdb.temporary("rox: made"), R"(temp.main."rox: made")");
  EXPECT_EQ(postgres.temporary("rox: made"), R"(pg_temp."rox: made")");
  EXPECT_EQ(duckdb.exactly({"Id"}), "");
  EXPECT_EQ(postgres.exactly({"Id"}), ", ROW(id)::text");
}

TEST(KeySql, AsksPostgresForRowsThatLackNothingApart) {
  const KeySql sql(SqlDialect::postgres);
  EXPECT_EQ(sql.is_in({{"a", "b"}, "keys", {false, false}}, "t"),
            "EXISTS (SELECT 1 FROM keys AS s WHERE t.a = s.k0 AND t.b = s.k1)");
  EXPECT_EQ(sql.is_in({{"a", "b"}, "keys", {false, true}}, "t"),
            "(EXISTS (SELECT 1 FROM keys AS s WHERE t.a = s.k0 AND t.b = s.k1) OR ((t.b IS NULL) AND EXISTS (SELECT 1 "
            "FROM keys AS s WHERE t.a = s.k0 AND t.b IS NOT DISTINCT FROM s.k1)))");
}

/// Both ways of writing it are SQL that DuckDB takes, too.
TEST(KeySql, FindsTheSameRowsEitherWay) {
  DuckDbConnection connection = DuckDbDatabase({}, {.threads = 1}).connect();
  connection.execute(
      "CREATE TABLE t AS SELECT * FROM (VALUES (1, 1), (1, NULL), (NULL, 1), (NULL, NULL), (2, 2)) AS v(a, b); "
      "CREATE TABLE keys AS SELECT * FROM (VALUES (1, 1), (1, NULL), (NULL, NULL), (NULL, NULL)) AS v(k0, k1)");
  const auto found = [&](SqlDialect dialect, const std::vector<bool>& null_safe) {
    return query_integer(connection,
                         "SELECT count(*) FROM " + KeySql(dialect).rows_in("t", {{"a", "b"}, "keys", null_safe}, "r"));
  };
  for (const SqlDialect dialect : {SqlDialect::duckdb, SqlDialect::postgres}) {
    EXPECT_EQ(found(dialect, {true, true}), 3);
    EXPECT_EQ(found(dialect, {false, true}), 2);
    EXPECT_EQ(found(dialect, {false, false}), 1);
  }
}

}  // namespace
}  // namespace rox
