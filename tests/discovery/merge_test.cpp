#include "discovery/merge.hpp"

#include <gmock/gmock.h>

#include <random>

#include "model/difference.hpp"
#include "model/model_file.hpp"
#include "model/model_support.hpp"

namespace rox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using test::make_column;
using test::make_table;

/// What `infer` makes of the shop's exports.
Model inferred() {
  Model model{{make_table("Order", "Order.csv",
                          {make_column("OrderID", "INTEGER", false), make_column("Total", "DECIMAL(9,2)", false),
                           make_column("guid", "UUID", false)},
                          {"OrderID"}),
               make_table("Line", "Line.csv", {make_column("OrderID", "INTEGER"), make_column("Qty", "SMALLINT")})}};
  for (Table& table : model.tables) table.rows = 9;
  model.tables[0].unique = {{"guid"}};
  model.tables[1].relations = {{{"OrderID"}, "Order", {"OrderID"}, false}};
  return model;
}

Proven proven(Model model) {
  Proven out{std::move(model), {}, true};
  for (const Table& table : out.model.tables) out.files.push_back({table.file});
  return out;
}

Column renamed(std::string name, std::string_view type, std::string header) {
  Column column = make_column(std::move(name), type, false);
  column.header = std::move(header);
  return column;
}

TEST(Merge, WithoutEditsFollowsTheData) {
  Model now = inferred();
  now.tables[0].columns[1] = make_column("Total", "DECIMAL(12,2)");
  now.tables[0].columns.insert(now.tables[0].columns.begin(), make_column("Shop", "SMALLINT"));
  now.tables[0].unique.clear();
  now.tables[1].columns.pop_back();
  now.tables[1].primary_key = {"OrderID"};
  now.tables[1].columns[0].nullable = false;
  now.tables.push_back(make_table("New", "New.csv", {make_column("a", "DATE")}));
  const Merge merge = merge_models(inferred(), inferred(), proven(now));
  EXPECT_EQ(model_text(merge.model), model_text(now));
  EXPECT_THAT(merge.conflicts, IsEmpty());
}

TEST(Merge, GrowthWithinATypeIsNothingNew) {
  Model theirs = inferred();
  theirs.tables[0].columns[1] = make_column("Total", "DECIMAL(18,2)");
  Model now = theirs;
  now.tables[0].columns[0].type = parse_type("BIGINT");
  now.tables[0].columns[0].least = "1";
  now.tables[0].columns[0].greatest = "2147483647";
  now.tables[0].columns[1].type = parse_type("INTEGER");
  now.tables[0].columns[1].least = "-5";
  now.tables[0].columns[1].greatest = "99999";
  EXPECT_THAT(differences(theirs, merge_models(theirs, theirs, proven(now)).model), IsEmpty());
  const Model base = to_remember(theirs, now);  // nor is it taken for an edit the next time
  now.tables[0].columns[0].greatest = "2147483648";
  EXPECT_EQ(merge_models(base, theirs, proven(now)).model.tables[0].columns[0].type, parse_type("BIGINT"));

  // An edit that is too narrow is said with what the values need.
  theirs.tables[1].columns[1].type = parse_type("VARCHAR(3)");
  now.tables[1].columns[1].type = parse_type("VARCHAR");
  now.tables[1].columns[1].max_bytes = 7;
  EXPECT_THAT(merge_models(inferred(), theirs, proven(now)).conflicts,
              ElementsAre(HasSubstr("Line.Qty: model.toml says VARCHAR(3), the exports have values for VARCHAR(7)")));
}

TEST(Merge, KeepsNamesTypesKeysRelationsAndComments) {
  Model theirs = inferred();
  Table& order = theirs.tables[0];
  order.name = "Orders";
  order.file = "Order*.csv";
  order.comment = "one a purchase";
  order.columns[1] = renamed("amount", "DECIMAL(18,4)", "Total");
  order.columns[1].comment = "with tax";
  order.columns[1].min = "0";
  order.primary_key = {"guid"};
  order.unique = {};
  theirs.tables[1].relations = {{{"OrderID"}, "Orders", {"OrderID"}, true}};
  theirs.tables[1].columns[1].accepted = {"1", "2"};

  Model now = inferred();
  now.tables[0].columns[1].type = parse_type("DECIMAL(10,2)");
  now.tables[0].columns[1].max_bytes = 9;
  now.tables[0].rows = 5;
  now.tables[1].columns[1].type = parse_type("INTEGER");
  const Merge merge = merge_models(inferred(), theirs, proven(now));
  Model wanted = theirs;
  wanted.tables[0].columns[1].max_bytes = 9;
  wanted.tables[0].rows = 5;
  wanted.tables[1].columns[1].type = parse_type("INTEGER");
  EXPECT_EQ(model_text(merge.model), model_text(wanted));
  EXPECT_THAT(merge.conflicts, IsEmpty());
}

// How a table's files are written is the user's, and what is proven was read by it.
TEST(Merge, KeepsDialects) {
  Model theirs = inferred();
  theirs.tables[1].dialect.skip = 3;
  const Proven now = proven(theirs);
  EXPECT_EQ(merge_models(inferred(), theirs, now).model.tables[1].dialect, theirs.tables[1].dialect);
  EXPECT_EQ(merge_models(std::nullopt, theirs, now).model.tables[1].dialect, theirs.tables[1].dialect);
  EXPECT_EQ(take_proven(theirs, now).tables[1].dialect, theirs.tables[1].dialect);
}

TEST(Merge, KeepsWhatWasTakenOut) {
  Model theirs = inferred();
  theirs.tables[0].columns.pop_back();
  theirs.tables[0].unique.clear();
  theirs.tables[0].primary_key.clear();
  theirs.tables[1].relations.clear();
  EXPECT_EQ(merge_models(inferred(), theirs, proven(inferred())).model, theirs);
  theirs.tables.pop_back();
  const Merge merge = merge_models(inferred(), theirs, proven(inferred()));
  EXPECT_EQ(merge.model, theirs);
  EXPECT_THAT(merge.conflicts, ElementsAre(HasSubstr("Line: taken out of model.toml")));
}

TEST(Merge, DropsWhatTheExportsDroppedUnlessItWasEdited) {
  Model now = inferred();
  now.tables[0].columns.pop_back();
  now.tables[0].unique.clear();
  Model wanted = now;
  EXPECT_EQ(merge_models(inferred(), inferred(), proven(now)).model, wanted);

  Model theirs = inferred();
  theirs.tables[0].columns[2].comment = "of the ERP";
  const Merge merge = merge_models(inferred(), theirs, proven(now));
  EXPECT_EQ(merge.model.tables[0].columns, theirs.tables[0].columns);
  EXPECT_THAT(merge.conflicts, ElementsAre(HasSubstr("Order.guid: the exports no longer have it")));

  now.tables.erase(now.tables.begin());
  now.tables[0].relations.clear();
  const Merge without = merge_models(inferred(), inferred(), proven(now));
  EXPECT_EQ(without.model.tables.size(), 1U);
  theirs = inferred();
  theirs.tables[1].relations[0].enforce = true;
  const Merge wanted_parent = merge_models(inferred(), theirs, proven(now));
  EXPECT_NE(wanted_parent.model.find_table("Order"), nullptr);
  EXPECT_EQ(wanted_parent.model.find_table("Line")->relations, theirs.tables[1].relations);
}

TEST(Merge, ReportsTypesThatAreTooNarrow) {
  Model theirs = inferred();
  theirs.tables[0].columns[1].type = parse_type("DECIMAL(7,2)");
  theirs.tables[1].columns[1].nullable = false;
  const Merge merge = merge_models(inferred(), theirs, proven(inferred()));
  EXPECT_EQ(merge.model.tables[0].columns[1].type, parse_type("DECIMAL(7,2)"));
  EXPECT_THAT(
      merge.conflicts,
      ElementsAre("Order.Total: model.toml says DECIMAL(7,2), the exports have values for DECIMAL(9,2): they will be "
                  "rejects",
                  HasSubstr("Line.Qty: model.toml says not null")));
}

TEST(Merge, EmptyColumnsStayWhatTheyWere) {
  Model now = inferred();
  now.tables[0].columns[1] = make_column("Total", "VARCHAR");
  const Proven empty = proven(now);
  EXPECT_EQ(merge_models(inferred(), inferred(), empty).model.tables[0].columns[1],
            make_column("Total", "DECIMAL(9,2)"));
  // and aren't taken for edits when the values come back
  const Model base = to_remember(inferred(), empty.model);
  EXPECT_EQ(base.tables[0].columns[1].type, parse_type("DECIMAL(9,2)"));
}

TEST(Merge, WithoutABaseOnlyAdds) {
  Model theirs = inferred();
  theirs.tables[0].primary_key.clear();
  theirs.tables[0].unique.clear();
  theirs.tables[1].relations.clear();
  theirs.tables[1].columns[1].type = parse_type("INTEGER");
  theirs.tables[1].columns.push_back(make_column("Extra", "DATE"));
  Model now = inferred();
  now.tables[1].columns.insert(now.tables[1].columns.begin() + 1, make_column("Note", "VARCHAR(3)"));
  now.tables.push_back(make_table("New", "New.csv", {make_column("a", "DATE")}));
  const Merge merge = merge_models(std::nullopt, theirs, proven(now));
  Model wanted = theirs;
  wanted.tables[1].columns.insert(wanted.tables[1].columns.begin() + 1, make_column("Note", "VARCHAR(3)"));
  wanted.tables.push_back(now.tables[2]);
  EXPECT_EQ(model_text(merge.model), model_text(wanted));
}

TEST(Merge, FollowsTheExportsOrderUnlessTheUserHasAnother) {
  Model now = inferred();
  std::swap(now.tables[0].columns[0], now.tables[0].columns[1]);
  EXPECT_EQ(merge_models(inferred(), inferred(), proven(now)).model, now);
  Model theirs = inferred();
  std::swap(theirs.tables[0].columns[1], theirs.tables[0].columns[2]);
  EXPECT_EQ(merge_models(inferred(), theirs, proven(now)).model, theirs);
}

TEST(Merge, NewColumnsDoNotTakeNamesThatAreInUse) {
  Model theirs = inferred();
  theirs.tables[1].columns[1] = renamed("Note", "SMALLINT", "Qty");
  theirs.tables[1].columns[1].nullable = true;
  Model now = inferred();
  now.tables[1].columns.push_back(make_column("Note", "VARCHAR(3)"));
  const Model merged = merge_models(inferred(), theirs, proven(now)).model;
  ASSERT_EQ(merged.tables[1].columns.size(), 3U);
  EXPECT_EQ(merged.tables[1].columns[1], theirs.tables[1].columns[1]);
  EXPECT_EQ(merged.tables[1].columns[2].name, "Note_2");
  EXPECT_EQ(merged.tables[1].columns[2].header, "Note");
}

TEST(Merge, FilesOfOneTableBecomeOne) {
  Model theirs = inferred();
  theirs.tables[0].file = "Order*.csv";
  Model now = inferred();
  now.tables.push_back(make_table("Order_2", "Order_2.csv",
                                  {make_column("OrderID", "BIGINT", false), make_column("Total", "DECIMAL(9,3)"),
                                   make_column("guid", "UUID", false), make_column("Note", "VARCHAR(3)", false)}));
  const Model merged = in_words_of(theirs, proven(now));
  ASSERT_EQ(merged.tables.size(), 2U);
  EXPECT_EQ(merged.tables[0].file, "Order*.csv");
  Column note = make_column("Note", "VARCHAR(3)");
  note.missing = 9;  // the rows of the other file
  EXPECT_THAT(merged.tables[0].columns,
              ElementsAre(make_column("OrderID", "BIGINT", false), make_column("Total", "DECIMAL(10,3)"),
                          make_column("guid", "UUID", false), note));
}

TEST(Merge, ForceTakesWhatIsProvenButNamesAndComments) {
  Model theirs = inferred();
  theirs.tables[0].name = "Orders";
  theirs.tables[0].columns[1] = renamed("amount", "VARCHAR(3)", "Total");
  theirs.tables[0].columns[1].comment = "with tax";
  theirs.tables[0].columns.push_back(make_column("Gone", "DATE"));
  theirs.tables[1].relations = {{{"OrderID"}, "Orders", {"OrderID"}, true}};
  Model wanted = inferred();
  wanted.tables[0].name = "Orders";
  wanted.tables[0].columns[1] = renamed("amount", "DECIMAL(9,2)", "Total");
  wanted.tables[0].columns[1].comment = "with tax";
  wanted.tables[1].relations = theirs.tables[1].relations;
  EXPECT_EQ(model_text(take_proven(theirs, proven(inferred()))), model_text(wanted));
}

TEST(Merge, DoneTwiceChangesNothingMore) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    const auto shake = [&](Model model) {
      for (Table& table : model.tables) {
        for (Column& column : table.columns) {
          if (random() % 3 == 0) column.type = parse_type("BIGINT");
          if (random() % 3 == 0) column.nullable = !column.nullable;
        }
        if (random() % 3 == 0) table.columns.push_back(make_column("n" + std::to_string(random() % 3), "DATE"));
        if (random() % 3 == 0) std::shuffle(table.columns.begin(), table.columns.end(), random);
        if (random() % 3 == 0) table.primary_key = {table.columns.front().name};
        if (random() % 3 == 0) table.relations.clear();
        for (const std::string& key : table.primary_key) table.columns[*table.find_column(key)].nullable = false;
      }
      return model;
    };
    const Model base = shake(inferred());
    const Model now = shake(inferred());
    const Model once = merge_models(base, shake(inferred()), proven(now)).model;
    EXPECT_EQ(merge_models(now, once, proven(now)).model, once);
    EXPECT_EQ(parse_model(model_text(once), "model.toml"), once);
  }
}

}  // namespace
}  // namespace rox
