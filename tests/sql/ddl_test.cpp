#include "sql/ddl.hpp"

#include <gmock/gmock.h>

#include "base/error.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "model/model_file.hpp"
#include "repository.hpp"
#include "sql/ddl_keys.hpp"
#include "sql/ddl_support.hpp"

namespace rox {
namespace {

using test::make_column;
using test::make_table;
using test::nasty_model;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

std::string script_of(const Model& model, SqlDialect dialect) { return ddl_script(model, {dialect, "", false}).sql; }

/// The values of a query's first column.
std::vector<std::string> column(Engine& engine, std::string_view sql) {
  std::vector<std::string> values;
  const auto result = engine.query(sql);
  while (result->next()) {
    for (std::size_t row = 0; row < result->rows(); ++row) {
      if (result->is_null(0, row)) {
        values.emplace_back("<null>");
      } else {
        result->text(0, row, values.emplace_back());
      }
    }
  }
  return values;
}

TEST(DdlScript, IsRunByDuckDbAndMakesWhatTheModelSays) {
  DuckDbConnection duckdb = DuckDbDatabase({}, {}).connect();
  const Model model = nasty_model();
  duckdb.execute(script_of(model, SqlDialect::duckdb));
  for (const Table& table : model.tables) {
    const std::string where = " FROM duckdb_columns() WHERE table_name = '" + table.name + "' ORDER BY column_index";
    std::vector<std::string> names;
    std::vector<std::string> types;
    std::vector<std::string> nulls;
    for (const Column& column : table.columns) {
      names.push_back(column.name);
      types.push_back(column.type.kind == TypeKind::varchar ? "VARCHAR" : to_string(column.type));
      nulls.emplace_back(column.nullable ? "true" : "false");
    }
    EXPECT_EQ(column(duckdb, "SELECT column_name" + where), names);
    EXPECT_EQ(column(duckdb, "SELECT data_type" + where), types);
    EXPECT_EQ(column(duckdb, "SELECT is_nullable" + where), nulls);
  }
  EXPECT_THAT(column(duckdb, "SELECT comment FROM duckdb_tables() WHERE table_name = 'order'"),
              ElementsAre(model.tables[0].comment));
  EXPECT_THAT(column(duckdb, "SELECT comment FROM duckdb_columns() WHERE table_name = 'order' AND comment NOT NULL"),
              ElementsAre(model.tables[0].columns[3].comment));
}

TEST(DdlScript, GivesDuckDbKeysThatItHolds) {
  DuckDbConnection duckdb = DuckDbDatabase({}, {}).connect();
  duckdb.execute(script_of(nasty_model(), SqlDialect::duckdb));
  const auto keys = [&](const std::string& kind) {
    return column(duckdb,
                  "SELECT table_name || constraint_column_names::VARCHAR FROM duckdb_constraints() "
                  "WHERE constraint_type = '" +
                      kind + "' ORDER BY ALL");
  };
  EXPECT_THAT(keys("PRIMARY KEY"), ElementsAre("Group[id]", "order[select, Line No.]", "user[id]"));
  EXPECT_THAT(keys("UNIQUE"), ElementsAre("Group[code]", "order[TotalDue, user]"));
  EXPECT_THAT(keys("FOREIGN KEY"),
              ElementsAre("order[user]", "table[select, Line No.]", "user[group]", "user[manager]"));
  EXPECT_THROW(duckdb.execute("INSERT INTO \"user\" VALUES (1, 'nobody', NULL, NULL, NULL, '2020-01-01')"), Error);
}

TEST(DdlScript, RunTwiceChangesNothingUnlessToldToReplace) {
  DuckDbConnection duckdb = DuckDbDatabase({}, {}).connect();
  const Model model = nasty_model();
  duckdb.execute(script_of(model, SqlDialect::duckdb));
  duckdb.execute("INSERT INTO one VALUES (99999999999999999999999999999999999999)");
  EXPECT_THROW(duckdb.execute(script_of(model, SqlDialect::duckdb)), Error);
  duckdb.execute("ROLLBACK");
  EXPECT_THAT(column(duckdb, "SELECT x FROM one"), ElementsAre("99999999999999999999999999999999999999"));
  duckdb.execute(ddl_script(model, {SqlDialect::duckdb, "", true}).sql);
  EXPECT_THAT(column(duckdb, "SELECT x FROM one"), IsEmpty());
}

TEST(DdlScript, MakesTheSchemaThatItIsAskedFor) {
  DuckDbConnection duckdb = DuckDbDatabase({}, {}).connect();
  duckdb.execute(ddl_script(nasty_model(), {SqlDialect::duckdb, "Group", true}).sql);
  EXPECT_THAT(column(duckdb, "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'Group'"), ElementsAre("5"));
  EXPECT_THAT(ddl_script(nasty_model(), {SqlDialect::postgres, "Sales", false}).sql,
              HasSubstr("ALTER TABLE sales.\"user\" ADD FOREIGN KEY (manager) REFERENCES sales.\"user\" (id);"));
}

TEST(DdlScript, DeclaresOnlyRelationsThatHold) {
  Model model;
  model.tables = {make_table("child", "c.csv", {make_column("p", "INTEGER"), make_column("q", "INTEGER")}),
                  make_table("parent", "p.csv", {make_column("id", "INTEGER", false)}, {"id"})};
  model.tables[0].relations = {{{"p"}, "parent", {"id"}, true}, {{"q"}, "parent", {"id"}, false}};
  for (const SqlDialect dialect : {SqlDialect::postgres, SqlDialect::redshift}) {
    const std::string sql = script_of(model, dialect);
    EXPECT_THAT(sql, HasSubstr("\nALTER TABLE child ADD FOREIGN KEY (p) REFERENCES parent (id);\n"));
    EXPECT_THAT(sql,
                HasSubstr("\n-- ALTER TABLE child ADD FOREIGN KEY (q) REFERENCES parent (id);  -- enforce = false"));
  }
  const std::string spark = script_of(model, SqlDialect::spark);
  EXPECT_THAT(spark, HasSubstr("'rox.relation.1' = '(p) -> parent (id), no orphans'"));
  EXPECT_THAT(spark, HasSubstr("'rox.relation.2' = '(q) -> parent (id), may have orphans'"));
}

TEST(DdlScript, TellsRedshiftNothingThatLoadsDoNotProve) {
  const std::string sql = script_of(nasty_model(), SqlDialect::redshift);
  EXPECT_THAT(sql, HasSubstr("PRIMARY KEY (\"select\", \"line no.\")"));
  EXPECT_THAT(sql, Not(HasSubstr("\n  UNIQUE")));
  EXPECT_THAT(sql, HasSubstr("\n  -- UNIQUE (code)  -- loads don't prove it"));
  EXPECT_THAT(sql, HasSubstr("\n-- ALTER TABLE \"user\" ADD FOREIGN KEY (\"group\") REFERENCES \"group\" (code);"))
      << "its parent columns are an alternate key, which isn't declared";
}

TEST(DdlScript, GivesRedshiftALayoutWithItsReason) {
  Model model;
  model.tables = {make_table("Doc", "d.csv",
                             {make_column("DocID", "INTEGER", false), make_column("Day", "DATE", false)}, {"DocID"}),
                  make_table("Line", "l.csv", {make_column("DocID", "INTEGER", false)})};
  model.tables[0].rows = 2'000'000;
  model.tables[1].rows = 9'000'000;
  model.tables[1].relations = {{{"DocID"}, "Doc", {"DocID"}, false}};
  const std::string sql = script_of(model, SqlDialect::redshift);
  EXPECT_THAT(sql, HasSubstr("-- DISTSTYLE KEY: Line (9,000,000 rows) is the largest"));
  EXPECT_THAT(sql, HasSubstr(")\nDISTSTYLE KEY\nDISTKEY (docid)\nSORTKEY (day);\n"));
  EXPECT_THAT(sql, HasSubstr("ENCODE is left AUTO"));
}

TEST(DdlScript, WarnsOfTextsThatRedshiftCannotHold) {
  Model model;
  model.tables = {make_table("doc", "d.csv", {make_column("body", "VARCHAR"), make_column("title", "VARCHAR(9)")})};
  model.tables[0].columns[0].max_bytes = 2'000'000;
  const DdlScript script = ddl_script(model, {SqlDialect::redshift, "", false});
  ASSERT_THAT(script.warnings, SizeIs(1));
  EXPECT_THAT(script.warnings[0], HasSubstr("doc.body is too narrow as VARCHAR(65535): values of up to 2000000 bytes"));
  EXPECT_THAT(script.sql, HasSubstr("VARCHAR(65535),  -- TOO NARROW"));
  EXPECT_THAT(ddl_script(model, {SqlDialect::postgres, "", false}).warnings, IsEmpty());
}

TEST(DdlScript, RefusesNamesThatTheEngineCannotHave) {
  Model model;
  model.tables = {make_table("t", "t.csv", {make_column(std::string(64, 'n'), "INTEGER")})};
  EXPECT_NO_THROW(script_of(model, SqlDialect::redshift));
  try {
    script_of(model, SqlDialect::postgres);
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::usage);
    EXPECT_THAT(e.report(), HasSubstr("table t's column 'nnn"));
    EXPECT_THAT(e.report(), HasSubstr("header = "));
  }
  EXPECT_THROW(ddl_script(nasty_model(), {SqlDialect::spark, "a b", false}), Error);
}

TEST(CreationOrder, IsParentsFirstAndEndsInCyclesToo) {
  EXPECT_THAT(creation_order(nasty_model()), ElementsAre(2, 1, 0, 3, 4));
  EXPECT_THAT(creation_order({}), IsEmpty());
}

TEST(DdlScript, OfTheBicycleProjectIsRunByDuckDb) {
  const Model model = read_model(test::repository() / "projects/rox-bikes/model.toml");
  DuckDbConnection duckdb = DuckDbDatabase({}, {}).connect();
  duckdb.execute(script_of(model, SqlDialect::duckdb));
  EXPECT_THAT(column(duckdb, "SELECT count(*) FROM duckdb_tables()"), ElementsAre("6"));
}

}  // namespace
}  // namespace rox
