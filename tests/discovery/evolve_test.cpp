#include "discovery/evolve.hpp"

#include <gmock/gmock.h>

#include "model/model_file.hpp"
#include "model/model_support.hpp"

namespace rox {
namespace {

using test::make_column;
using test::make_table;

Model shop() {
  return {{make_table("Sale", "Sale*.csv",
                      {make_column("SaleID", "INTEGER", false), make_column("Amount", "DECIMAL(9,2)", false),
                       make_column("Note", "VARCHAR(5)")},
                      {"SaleID"})}};
}

Proven proven(Model model) {
  Proven out{std::move(model), {}, true};
  for (Table& table : out.model.tables) {
    table.rows = 9;
    out.files.push_back({table.name + ".csv"});
  }
  return out;
}

TEST(Evolve, TakesNewColumnsTablesAndWiderTypes) {
  Model now = shop();
  now.tables[0].columns[1] = make_column("Amount", "DECIMAL(7,4)");
  now.tables[0].columns[2].type = parse_type("VARCHAR(8)");
  now.tables[0].columns.insert(now.tables[0].columns.begin(), make_column("Shop", "SMALLINT", false));
  now.tables.push_back(make_table("New", "New.csv", {make_column("a", "DATE", false)}));
  Model wanted = shop();
  wanted.tables[0].columns[1] = make_column("Amount", "DECIMAL(11,4)");
  wanted.tables[0].columns[2].type = parse_type("VARCHAR(8)");
  wanted.tables[0].columns.push_back(make_column("Shop", "SMALLINT"));
  wanted.tables[0].rows = 9;
  wanted.tables.push_back(now.tables[1]);
  wanted.tables[1].rows = 9;
  for (const std::optional<Model>& base : {std::optional<Model>(shop()), std::optional<Model>()}) {
    EXPECT_EQ(model_text(evolve_model(base, shop(), proven(now)).model), model_text(wanted));
  }
}

TEST(Evolve, GrowthWithinATypeIsNothingNew) {
  Model theirs = shop();
  theirs.tables[0].columns[1].type = parse_type("DECIMAL(18,2)");
  theirs.tables[0].columns[2].type = parse_type("VARCHAR");
  Model now = theirs;
  Table& sale = now.tables[0];
  sale.columns[0].type = parse_type("BIGINT");
  sale.columns[0].least = "1";
  sale.columns[0].greatest = "2147483647";
  sale.columns[1].type = parse_type("DECIMAL(38,2)");
  sale.columns[1].least = "-9999999999999999.99";
  sale.columns[1].greatest = "0.00";
  sale.columns[1].nullable = true;
  sale.columns[1].missing = 0;
  sale.columns[2].max_bytes = 99;
  for (const std::optional<Model>& base : {std::optional<Model>(theirs), std::optional<Model>()}) {
    EXPECT_EQ(evolve_model(base, theirs, proven(now)).model, theirs);
  }
  sale.columns[0].greatest = "2147483648";
  sale.columns[1].greatest = "12345678901234567.00";
  sale.columns[1].missing = 1;
  const Table grown = evolve_model(theirs, theirs, proven(now)).model.tables[0];
  EXPECT_EQ(grown.columns[0].type, parse_type("BIGINT"));
  EXPECT_EQ(grown.columns[1].type, parse_type("DECIMAL(38,2)"));
  EXPECT_TRUE(grown.columns[1].nullable);
}

TEST(Evolve, WhatAPersonRequiresStaysRequired) {
  Model base = shop();
  base.tables[0].columns[1].nullable = true;
  Model now = base;
  now.tables[0].columns[1].missing = 1;
  EXPECT_EQ(evolve_model(base, shop(), proven(now)).model, shop());
  EXPECT_TRUE(evolve_model(shop(), shop(), proven(now)).model.tables[0].columns[1].nullable) << "not null as inferred";
}

TEST(Evolve, TypesOfBeforeTakeRoomOnlyWhenTheyAreOutgrown) {
  Model now = shop();
  now.tables[0].columns[1].type = parse_type("DECIMAL(18,2)");
  now.tables[0].columns[1].least = "0.00";
  now.tables[0].columns[1].greatest = "9999999.99";
  now.tables[0].columns[2].type = parse_type("VARCHAR");
  now.tables[0].columns[2].max_bytes = 7;
  now.tables[0].columns[2].longest = 5;
  EXPECT_EQ(evolve_model(shop(), shop(), proven(now)).model, shop());
  now.tables[0].columns[1].greatest = "10000000.00";
  now.tables[0].columns[2].longest = 6;
  const Table grown = evolve_model(shop(), shop(), proven(now)).model.tables[0];
  EXPECT_EQ(grown.columns[1].type, parse_type("DECIMAL(18,2)"));
  EXPECT_EQ(grown.columns[2].type, parse_type("VARCHAR"));
}

TEST(Evolve, NeverTakesOutNarrowsOrRenames) {
  Model theirs = shop();
  theirs.tables[0].name = "Sales";
  theirs.tables[0].columns[1].name = "total";
  theirs.tables[0].columns[1].header = "Amount";
  Model now = shop();
  now.tables[0].columns[1].type = parse_type("SMALLINT");
  now.tables[0].columns.pop_back();
  now.tables[0].primary_key.clear();
  EXPECT_EQ(evolve_model(shop(), theirs, proven(now)).model, theirs);
  now.tables[0].columns.pop_back();
  theirs.tables[0].columns[1].nullable = true;
  Model evolved = evolve_model(shop(), theirs, proven(now)).model;
  evolved.tables[0].rows = 0;
  EXPECT_EQ(evolved, theirs);
}

TEST(Evolve, LeavesItToPeopleToMakeTextOfNumbers) {
  Model now = shop();
  now.tables[0].columns[1].type = parse_type("VARCHAR(12)");
  for (const std::optional<Model>& base : {std::optional<Model>(shop()), std::optional<Model>()}) {
    EXPECT_EQ(evolve_model(base, shop(), proven(now)).model, shop());
  }
}

TEST(Evolve, FollowsAnotherDecimalSignThatNobodyChose) {
  Model now = shop();
  now.tables[0].columns[1].format.decimal = '.';
  EXPECT_EQ(evolve_model(shop(), shop(), proven(now)).model.tables[0].columns, now.tables[0].columns);
  EXPECT_EQ(evolve_model(std::nullopt, shop(), proven(now)).model, shop());
}

TEST(Evolve, LeavesATypeThatWasNarrowedUntilTheDataChange) {
  Model theirs = shop();
  theirs.tables[0].columns[2].type = parse_type("VARCHAR(3)");
  EXPECT_EQ(evolve_model(shop(), theirs, proven(shop())).model, theirs);
  Model now = shop();
  now.tables[0].columns[2].type = parse_type("VARCHAR(6)");
  EXPECT_EQ(evolve_model(shop(), theirs, proven(now)).model.tables[0].columns[2].type, parse_type("VARCHAR(6)"));
}

TEST(Evolve, DoesNotBringBackWhatWasTakenOut) {
  Model theirs = shop();
  theirs.tables[0].columns.pop_back();
  EXPECT_EQ(evolve_model(shop(), theirs, proven(shop())).model, theirs);
}

TEST(Evolve, RemembersTheSameWhereOnlyTheModelWasWrittenBefore) {
  Model now = shop();
  now.tables[0].columns[1] = make_column("Amount", "DECIMAL(7,4)");
  now.tables[0].columns[2].type = parse_type("VARCHAR(8)");
  now.tables[0].columns.push_back(make_column("Shop", "SMALLINT", false));
  now.tables.push_back(make_table("New", "New.csv", {make_column("a", "DATE", false)}));
  const Evolution first = evolve_model(shop(), shop(), proven(now));
  const Evolution again = evolve_model(shop(), first.model, proven(now));
  EXPECT_EQ(model_text(again.model), model_text(first.model));
  EXPECT_EQ(model_text(again.inferred), model_text(first.inferred));
}

TEST(Evolve, RemembersWhatItDid) {
  Model now = shop();
  now.tables[0].columns[1].type = parse_type("DECIMAL(10,2)");
  now.tables[0].columns.push_back(make_column("New", "DATE"));
  const Evolution once = evolve_model(shop(), shop(), proven(now));
  const Evolution again = evolve_model(once.inferred, once.model, proven(now));
  EXPECT_EQ(model_text(again.model), model_text(once.model));
  // What evolved isn't an edit: a later inference follows the data.
  EXPECT_EQ(merge_models(once.inferred, once.model, proven(shop())).model.tables[0].columns, shop().tables[0].columns);
  EXPECT_EQ(parse_model(model_text(once.inferred), "inferred.toml"), once.inferred);
}

}  // namespace
}  // namespace rox
