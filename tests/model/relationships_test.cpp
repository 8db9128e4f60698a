#include "model/relationships.hpp"

#include <gmock/gmock.h>

#include "base/error.hpp"
#include "model/model_support.hpp"

namespace rox {
namespace {

using test::make_column;
using test::make_table;
using testing::ElementsAre;
using testing::IsEmpty;

Model orders() {
  Model model;
  model.tables = {
      make_table("Customer", "c.csv", {make_column("id", "INTEGER", false), make_column("mentor", "INTEGER")}, {"id"}),
      make_table("Orders", "o.csv", {make_column("id", "INTEGER", false), make_column("customer", "INTEGER", false)},
                 {"id"}),
      make_table("Note", "n.csv", {make_column("order_id", "INTEGER", false)}, {"order_id"}),
      make_table("Alone", "a.csv", {make_column("x", "INTEGER")}),
  };
  model.tables[0].relations = {{{"mentor"}, "Customer", {"id"}}};
  model.tables[1].relations = {{{"customer"}, "Customer", {"id"}}};
  model.tables[2].relations = {{{"order_id"}, "Orders", {"id"}}};
  return model;
}

std::vector<std::string> table_names(const Model& model) {
  std::vector<std::string> names;
  for (const Table& table : model.tables) names.push_back(table.name);
  return names;
}

TEST(Relationships, tell_how_many_rows_stand_at_each_end) {
  const Model model = orders();
  std::vector<std::string> texts;
  for (const Relationship& relationship : relationships(model)) texts.push_back(cardinality_text(relationship));
  EXPECT_THAT(texts, ElementsAre("many to one or none", "many to one", "one to one"));
  EXPECT_TRUE(relationships(model)[0].is_self_reference());
  EXPECT_FALSE(relationships(model)[1].is_self_reference());
}

TEST(Relationships, leave_out_what_says_nothing_new) {
  Model model = orders();
  model.tables[1].relations.push_back(model.tables[1].relations.front());
  model.tables[1].relations.push_back({{"id"}, "Orders", {"id"}});
  EXPECT_EQ(relationships(model).size(), 3U);
}

TEST(Relationships, are_optional_if_one_of_several_columns_may_be_missing) {
  Model model;
  model.tables = {make_table("Parent", "p.csv",
                             {make_column("a", "INTEGER", false), make_column("b", "INTEGER", false)}, {"a", "b"}),
                  make_table("Child", "c.csv", {make_column("a", "INTEGER", false), make_column("b", "INTEGER")})};
  model.tables[1].relations = {{{"a", "b"}, "Parent", {"a", "b"}}};
  EXPECT_TRUE(relationships(model).front().optional_parent);
  model.tables[1].columns[1].nullable = false;
  EXPECT_FALSE(relationships(model).front().optional_parent);
}

TEST(AreUnique, needs_a_whole_key_among_the_columns) {
  Table table = make_table("T", "t.csv", {make_column("a", "INTEGER"), make_column("b", "INTEGER")}, {"a", "b"});
  EXPECT_FALSE(are_unique(table, {"a"}));
  EXPECT_TRUE(are_unique(table, {"b", "a"}));
  table.unique = {{"a"}};
  EXPECT_TRUE(are_unique(table, {"a"}));
  EXPECT_TRUE(are_unique(table, {"c", "a"}));
  EXPECT_FALSE(are_unique(make_table("U", "u.csv"), {"a"}));
}

TEST(KeyMarks, name_every_part_that_a_column_plays) {
  Table table = make_table("T", "t.csv", {make_column("a", "INTEGER")}, {"a"});
  table.relations = {{{"a"}, "P", {"a"}}};
  table.unique = {{"b"}};
  EXPECT_THAT(key_marks(table, "a"), ElementsAre("PK", "FK"));
  EXPECT_THAT(key_marks(table, "b"), ElementsAre("AK"));
  EXPECT_THAT(key_marks(table, "c"), IsEmpty());
  table.unique.push_back({"b", "c"});
  EXPECT_THAT(key_marks(table, "b"), ElementsAre("AK1", "AK2"));
}

TEST(WithNeighbours, keeps_the_chosen_tables_and_those_they_touch) {
  EXPECT_THAT(table_names(with_neighbours(orders(), {"orders"})), ElementsAre("Customer", "Orders", "Note"));
  EXPECT_THAT(table_names(with_neighbours(orders(), {"Alone", "Note"})), ElementsAre("Orders", "Note", "Alone"));
  const Model part = with_neighbours(orders(), {"Orders"});
  EXPECT_THAT(part.tables[0].relations, IsEmpty()) << "a relation between neighbours is not about the chosen table";
  EXPECT_EQ(part.tables[2].relations.size(), 1U);
}

TEST(WithNeighbours, refuses_a_table_that_is_not_there) {
  try {
    with_neighbours(orders(), {"Ordres"});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_STREQ(error.what(), "there is no table 'Ordres' (did you mean 'Orders'?)");
  }
}

}  // namespace
}  // namespace rox
