// Every kind of the model's checks finds just the bad rows, and nothing in good ones.
#include "quality/model_checks.hpp"

#include <gmock/gmock.h>

#include <set>

#include "base/error.hpp"
#include "quality/check_support.hpp"

namespace rox {
namespace {

using test::make_column;
using test::make_table;
using test::memory_with;
using test::named;
using test::row_texts;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Table customer() {
  Table table = make_table("Customer", "c.csv",
                           {make_column("ID", "INTEGER", false), make_column("Code", "VARCHAR(9)"),
                            make_column("Name", "VARCHAR(20)", false)},
                           {"ID"});
  table.unique = {{"Code"}};
  return table;
}

Table sale() {
  Table table =
      make_table("Sale", "s.csv",
                 {make_column("ID", "INTEGER", false), make_column("Line", "SMALLINT", false),
                  make_column("CustomerID", "INTEGER"), make_column("Qty", "SMALLINT"),
                  make_column("Share", "DECIMAL(5,4)"), make_column("Day", "DATE"), make_column("State", "VARCHAR(1)")},
                 {"ID", "Line"});
  table.columns[3].min = "1";
  table.columns[4].min = "0";
  table.columns[4].max = "0.5";
  table.columns[5].max = "2014-06-30";
  table.columns[6].accepted = {"N", "it's"};
  table.relations = {{{"CustomerID"}, "Customer", {"ID"}, false}};
  return table;
}

Model shop() { return {{customer(), sale()}}; }

constexpr std::string_view kTables =
    "CREATE TABLE Customer(ID INTEGER, Code VARCHAR, Name VARCHAR);"
    "CREATE TABLE Sale(ID INTEGER, Line SMALLINT, CustomerID INTEGER, Qty SMALLINT, Share DECIMAL(5,4), Day DATE, "
    "State VARCHAR);";

std::vector<CheckResult> results_with(const Model& model, const std::string& rows) {
  DuckDbConnection connection = memory_with(std::string(kTables) + rows);
  return evaluate(connection, model_checks(model, SqlDialect::duckdb), {});
}

TEST(ModelChecks, pass_on_good_data_and_on_none) {
  for (const std::string rows :
       {"",
        "INSERT INTO Customer VALUES (1, 'a', 'Ann'), (2, NULL, 'Bob'), (3, NULL, 'Cy');"
        "INSERT INTO Sale VALUES (1, 1, 1, 1, 0, DATE '2014-06-30', 'N'), (1, 2, NULL, NULL, 0.5, NULL, NULL),"
        "(2, 1, 3, 9, 0.25, DATE '2011-01-01', 'it''s');"}) {
    const auto results = results_with(shop(), rows);
    EXPECT_EQ(results.size(), 12U);
    for (const CheckResult& result : results) {
      EXPECT_EQ(result.status, CheckStatus::pass) << result.check.name;
      EXPECT_EQ(result.failures, 0U) << result.check.name;
      EXPECT_THAT(result.rows, IsEmpty()) << result.check.name;
    }
  }
}

TEST(ModelChecks, find_keys_that_several_rows_have) {
  const auto results = results_with(shop(),
                                    "INSERT INTO Customer VALUES (1, 'a', 'x'), (1, 'b', 'x'), (1, 'b', 'x'), (2, 'b', "
                                    "'x'), (3, NULL, 'x'), (4, NULL, 'x');"
                                    "INSERT INTO Sale(ID, Line) VALUES (1, 1), (1, 2), (2, 1), (2, 1);");
  EXPECT_THAT(row_texts(named(results, "Customer.primary_key")), ElementsAre("1|3"));
  EXPECT_THAT(row_texts(named(results, "Customer.Code.unique")), ElementsAre("b|3"));
  EXPECT_THAT(row_texts(named(results, "Sale.primary_key")), ElementsAre("2|1|2"));
  EXPECT_EQ(named(results, "Sale.primary_key").columns.back().name, "row_count");
  EXPECT_EQ(named(results, "Customer.primary_key").status, CheckStatus::fail);
}

TEST(ModelChecks, find_missing_values_by_their_key) {
  const auto results = results_with(
      shop(), "INSERT INTO Customer VALUES (1, 'a', 'x'), (2, 'b', NULL), (NULL, 'c', 'y'), (4, 'd', NULL);");
  EXPECT_THAT(row_texts(named(results, "Customer.Name.not_null")), ElementsAre("2|NULL", "4|NULL"));
  EXPECT_THAT(row_texts(named(results, "Customer.ID.not_null")), ElementsAre("NULL"));
  EXPECT_EQ(named(results, "Customer.Name.not_null").failures, 2U);
}

TEST(ModelChecks, find_values_outside_of_their_range_or_set) {
  const auto results =
      results_with(shop(),
                   "INSERT INTO Sale VALUES (1, 1, NULL, 0, -0.0001, DATE '2014-07-01', 'n'),"
                   "(1, 2, NULL, -5, 0.5001, DATE '2014-06-30', ''), (1, 3, NULL, 1, 0.5, NULL, 'N');");
  EXPECT_THAT(row_texts(named(results, "Sale.Qty.range")), ElementsAre("1|1|0", "1|2|-5"));
  EXPECT_THAT(row_texts(named(results, "Sale.Share.range")), ElementsAre("1|1|-0.0001", "1|2|0.5001"));
  EXPECT_THAT(row_texts(named(results, "Sale.Day.range")), ElementsAre("1|1|2014-07-01"));
  EXPECT_THAT(row_texts(named(results, "Sale.State.accepted")), ElementsAre("1|1|n", "1|2|"));
}

TEST(ModelChecks, orphans_warn_unless_the_relation_is_enforced) {
  const std::string rows =
      "INSERT INTO Customer VALUES (1, 'a', 'x'); INSERT INTO Sale(ID, Line, CustomerID) VALUES (1, 1, 1), (1, 2, 7), "
      "(1, 3, NULL), (2, 1, 7);";
  Model model = shop();
  const auto reported = results_with(model, rows);
  const CheckResult& orphans = named(reported, "Sale.CustomerID.references.Customer");
  EXPECT_THAT(row_texts(orphans), ElementsAre("1|2|7", "2|1|7"));
  EXPECT_EQ(orphans.status, CheckStatus::warn);
  EXPECT_EQ(exit_code(reported), ExitCode::done);

  model.tables[1].relations[0].enforce = true;
  const auto enforced = results_with(model, rows);
  EXPECT_EQ(named(enforced, "Sale.CustomerID.references.Customer").status, CheckStatus::fail);
  EXPECT_EQ(exit_code(enforced), ExitCode::data);
}

TEST(ModelChecks, orphans_of_relations_with_several_columns_and_to_the_own_table) {
  Table part = make_table("Part", "p.csv",
                          {make_column("A", "INTEGER", false), make_column("B", "INTEGER", false),
                           make_column("UpA", "INTEGER"), make_column("UpB", "INTEGER")},
                          {"A", "B"});
  part.relations = {{{"UpA", "UpB"}, "Part", {"A", "B"}, false}};
  DuckDbConnection connection = memory_with(
      "CREATE TABLE Part AS SELECT * FROM (VALUES (1, 1, NULL, NULL), (1, 2, 1, 1), (2, 1, 1, 3), (2, 2, 9, NULL)) "
      "AS t(A, B, UpA, UpB)");
  const auto results = evaluate(connection, model_checks({{part}}, SqlDialect::duckdb), {});
  EXPECT_THAT(row_texts(named(results, "Part.UpA+UpB.references.Part")), ElementsAre("2|1|1|3"));
}

TEST(ModelChecks, tables_without_a_key_show_whole_rows) {
  Table table = make_table("Log", "l.csv", {make_column("What", "VARCHAR", false), make_column("Level", "INTEGER")});
  table.columns[1].max = "3";
  DuckDbConnection connection =
      memory_with("CREATE TABLE Log AS SELECT * FROM (VALUES ('a', 4), ('b', 1)) AS t(What, Level)");
  const auto results = evaluate(connection, model_checks({{table}}, SqlDialect::duckdb), {});
  EXPECT_THAT(row_texts(named(results, "Log.Level.range")), ElementsAre("a|4"));
}

TEST(ModelChecks, names_are_unique_and_fit_for_files_whatever_the_columns_are_called) {
  Table table = make_table("Or der/1", "o.csv",
                           {make_column("a b", "INTEGER", false), make_column("a/b", "INTEGER", false),
                            make_column("he said \"x\"", "INTEGER", false)});
  DuckDbConnection connection =
      memory_with("CREATE TABLE \"Or der/1\"(\"a b\" INTEGER, \"a/b\" INTEGER, \"he said \"\"x\"\"\" INTEGER)");
  std::set<std::string> names;
  for (const CheckResult& result : evaluate(connection, model_checks({{table}}, SqlDialect::duckdb), {})) {
    EXPECT_EQ(result.status, CheckStatus::pass) << result.check.name;
    EXPECT_EQ(result.check.name.find_first_of("/ \""), std::string::npos) << result.check.name;
    names.insert(result.check.name);
  }
  EXPECT_EQ(names.size(), 3U);
}

TEST(ModelChecks, refuse_limits_that_the_type_can_not_have) {
  for (const auto& [type, text] : std::vector<std::pair<std::string, std::string>>{{"INTEGER", "one"},
                                                                                   {"INTEGER", "1.5"},
                                                                                   {"DECIMAL(5,2)", "1,5"},
                                                                                   {"DECIMAL(5,2)", "1e1"},
                                                                                   {"DECIMAL(5,2)", "1.555"},
                                                                                   {"DATE", "30/06/2014"},
                                                                                   {"DATE", "2014-02-30"},
                                                                                   {"TIMESTAMP", "noon"},
                                                                                   {"TIME", "24:00"},
                                                                                   {"BOOLEAN", "yes"}}) {
    Table table = make_table("T", "t.csv", {make_column("C", type)});
    table.columns[0].min = text;
    try {
      model_checks({{table}}, SqlDialect::duckdb);
      ADD_FAILURE() << type << " took " << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      EXPECT_THAT(error.what(), HasSubstr("'min' of T.C is '" + text + "'"));
    }
  }
}

}  // namespace
}  // namespace rox
