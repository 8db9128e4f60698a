#include "sql/dialect.hpp"

#include <gmock/gmock.h>

#include "base/error.hpp"
#include "model/model_support.hpp"

namespace rox {
namespace {

using test::make_column;
using testing::HasSubstr;

constexpr SqlDialect kDuckDb = SqlDialect::duckdb;
constexpr SqlDialect kPostgres = SqlDialect::postgres;
constexpr SqlDialect kRedshift = SqlDialect::redshift;
constexpr SqlDialect kSpark = SqlDialect::spark;

std::string type_of(std::string_view type, SqlDialect dialect) {
  return sql_type(make_column("c", type), dialect).text;
}

/// Redshift's type of a text column whose longest value had that many bytes.
SqlType redshift_text(std::string_view type, std::uint32_t max_bytes) {
  Column column = make_column("c", type);
  column.max_bytes = max_bytes;
  return sql_type(column, kRedshift);
}

TEST(SqlDialects, AreReadByNameAndOthersRefusedWithTheNearest) {
  EXPECT_EQ(parse_sql_dialect("postgres"), kPostgres);
  EXPECT_EQ(parse_sql_dialect("PostgreSQL"), kPostgres);
  EXPECT_EQ(parse_sql_dialect(dialect_name(kSpark)), kSpark);
  try {
    parse_sql_dialect("redshfit");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::usage);
    EXPECT_THAT(e.report(), HasSubstr("did you mean 'redshift'?"));
    EXPECT_THAT(e.report(), HasSubstr("duckdb, postgres, redshift, spark"));
  }
}

TEST(SqlNames, ThatAnEngineCannotHaveAreSaid) {
  const std::string long_name(64, 'a');
  EXPECT_THAT(*name_problem(long_name, SqlNameUse::column, kPostgres), HasSubstr("64 bytes long"));
  EXPECT_FALSE(name_problem(long_name, SqlNameUse::column, kRedshift));
  EXPECT_FALSE(name_problem(long_name.substr(1), SqlNameUse::table, kPostgres));
  EXPECT_TRUE(name_problem(std::string(128, 'a'), SqlNameUse::table, kRedshift));
  EXPECT_TRUE(name_problem("ãããããããããããããããããããããããããããããããã", SqlNameUse::column, kPostgres))
      << "bytes count, not letters";
  EXPECT_TRUE(name_problem("CTID", SqlNameUse::column, kPostgres));
  EXPECT_FALSE(name_problem("ctid", SqlNameUse::table, kPostgres));
  EXPECT_FALSE(name_problem("oid", SqlNameUse::column, kPostgres));
  EXPECT_TRUE(name_problem("oid", SqlNameUse::column, kRedshift));
  EXPECT_TRUE(name_problem("#staged", SqlNameUse::table, kRedshift));
  EXPECT_TRUE(name_problem("a b", SqlNameUse::table, kSpark));
  EXPECT_FALSE(name_problem("a b", SqlNameUse::column, kSpark));
  EXPECT_TRUE(name_problem("", SqlNameUse::column, kDuckDb));
  EXPECT_TRUE(name_problem(std::string_view("a\0b", 3), SqlNameUse::column, kDuckDb));
}

TEST(SqlTypes, AreExactInEveryDialect) {
  for (const SqlDialect dialect : {kDuckDb, kPostgres, kRedshift, kSpark}) {
    for (const char* type : {"BOOLEAN", "SMALLINT", "BIGINT", "DATE", "DECIMAL(38,10)", "DECIMAL(9,0)"}) {
      EXPECT_EQ(type_of(type, dialect), type);
    }
    EXPECT_EQ(type_of("INTEGER", dialect), dialect == kSpark ? "INT" : "INTEGER");
    EXPECT_EQ(type_of("TIME", dialect), dialect == kSpark ? "STRING" : "TIME");
    EXPECT_EQ(type_of("TIMESTAMP", dialect), dialect == kSpark ? "TIMESTAMP_NTZ" : "TIMESTAMP");
  }
  EXPECT_EQ(type_of("UUID", kDuckDb), "UUID");
  EXPECT_EQ(type_of("UUID", kPostgres), "UUID");
  EXPECT_EQ(type_of("UUID", kRedshift), "VARCHAR(36)");
  EXPECT_EQ(type_of("UUID", kSpark), "STRING");
}

TEST(SqlTypes, OfTextsEndWhereTheEngineEnds) {
  EXPECT_EQ(type_of("VARCHAR", kDuckDb), "VARCHAR");
  EXPECT_EQ(type_of("VARCHAR", kPostgres), "TEXT");
  EXPECT_EQ(type_of("VARCHAR", kSpark), "STRING");
  for (const SqlDialect dialect : {kDuckDb, kPostgres, kSpark})
    EXPECT_EQ(type_of("VARCHAR(50)", dialect), "VARCHAR(50)");
  EXPECT_EQ(type_of("VARCHAR(10485760)", kPostgres), "VARCHAR(10485760)");
  EXPECT_EQ(type_of("VARCHAR(10485761)", kPostgres), "TEXT");
  EXPECT_EQ(type_of("VARCHAR(2147483648)", kDuckDb), "VARCHAR");
  EXPECT_EQ(type_of("VARCHAR(2147483648)", kSpark), "STRING");
}

TEST(SqlTypes, OfRedshiftTextsCountBytes) {
  EXPECT_EQ(redshift_text("VARCHAR(50)", 0).text, "VARCHAR(200)") << "unmeasured: four bytes a character";
  EXPECT_EQ(redshift_text("VARCHAR(50)", 20).text, "VARCHAR(100)") << "measured: two bytes a character";
  EXPECT_EQ(redshift_text("VARCHAR(50)", 70).text, "VARCHAR(140)") << "or twice what was measured";
  EXPECT_EQ(redshift_text("VARCHAR(50)", 140).text, "VARCHAR(200)") << "never more than four a character";
  EXPECT_EQ(redshift_text("VARCHAR(1)", 1).text, "VARCHAR(2)");
  EXPECT_EQ(redshift_text("VARCHAR", 700).text, "VARCHAR(4096)") << "of any length: four times what was measured";
  EXPECT_EQ(redshift_text("VARCHAR", 600).text, "VARCHAR(4096)") << "a bit longer is no other type";
  EXPECT_EQ(redshift_text("VARCHAR", 3).text, "VARCHAR(256)");
  EXPECT_EQ(redshift_text("VARCHAR", 0).text, "VARCHAR(65535)");
  EXPECT_EQ(redshift_text("VARCHAR", 40000).text, "VARCHAR(65535)");
  EXPECT_EQ(redshift_text("VARCHAR(20000)", 0).text, "VARCHAR(65535)");
  EXPECT_FALSE(redshift_text("VARCHAR", 65535).too_narrow);
  EXPECT_TRUE(redshift_text("VARCHAR", 65536).too_narrow);
  EXPECT_THAT(redshift_text("VARCHAR(30000)", 70000).remark, HasSubstr("70000 bytes were measured"));
}

TEST(SqlComments, StayComments) {
  EXPECT_EQ(sql_comment("why"), "-- why\n");
  EXPECT_EQ(sql_comment("a\nDROP TABLE b", "  "), "  -- a\\nDROP TABLE b\n");
  const std::string wrapped = sql_comment(std::string(100, 'a') + " " + std::string(100, 'b'));
  EXPECT_EQ(wrapped, "-- " + std::string(100, 'a') + "\n-- " + std::string(100, 'b') + "\n");
}

}  // namespace
}  // namespace rox
