#include "sql/redshift_layout.hpp"

#include <gmock/gmock.h>

#include "model/model_support.hpp"

namespace rox {
namespace {

using test::make_column;
using test::make_table;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A table whose key is the column `id`, with `rows` rows.
Table keyed(std::string name, std::uint64_t rows, std::vector<Column> columns = {}) {
  columns.insert(columns.begin(), make_column("id", "INTEGER", false));
  Table table = make_table(name, name + ".csv", std::move(columns), {"id"});
  table.rows = rows;
  return table;
}

/// What the column `name` refers to: the id of `parent`.
Relation to(std::string name, std::string parent) { return {{std::move(name)}, std::move(parent), {"id"}, false}; }

/// Customers place orders, orders have lines, lines are of products.
Model shop(std::uint64_t lines, std::uint64_t orders, std::uint64_t customers, std::uint64_t products) {
  Table line = keyed("line", lines,
                     {make_column("order_id", "INTEGER", false), make_column("product_id", "INTEGER", false),
                      make_column("ModifiedDate", "TIMESTAMP", false)});
  line.relations = {to("product_id", "product"), to("order_id", "ordering")};
  Table order = keyed("ordering", orders,
                      {make_column("customer_id", "INTEGER", false), make_column("updated_at", "TIMESTAMP", false),
                       make_column("ordered", "DATE", false)});
  order.relations = {to("customer_id", "customer")};
  return {{keyed("product", products, {make_column("SellStart", "DATE", false)}), line, order,
           keyed("customer", customers)}};
}

enum : std::size_t { kProduct, kLine, kOrder, kCustomer };

TEST(RedshiftLayout, TheLargestTableAndItsLargestParentShareTheKeyAndSmallOnesAreCopied) {
  const auto layouts = redshift_layouts(shop(10'000'000, 3'000'000, 20'000, 500));
  EXPECT_EQ(layouts[kLine].dist, DistStyle::key);
  EXPECT_EQ(layouts[kLine].dist_key, "order_id");
  EXPECT_THAT(layouts[kLine].dist_reason, HasSubstr("10,000,000 rows"));
  EXPECT_EQ(layouts[kOrder].dist, DistStyle::key);
  EXPECT_EQ(layouts[kOrder].dist_key, "id");
  EXPECT_EQ(layouts[kCustomer].dist, DistStyle::all);
  EXPECT_EQ(layouts[kProduct].dist, DistStyle::all);
  EXPECT_THAT(layouts[kProduct].dist_reason, HasSubstr("500 rows"));
}

TEST(RedshiftLayout, DatesSortWhatHappenedAndKeysSortTheRest) {
  const auto layouts = redshift_layouts(shop(10'000'000, 3'000'000, 20'000, 500));
  EXPECT_THAT(layouts[kOrder].sort_key, ElementsAre("ordered")) << "updated_at says nothing about the order";
  EXPECT_THAT(layouts[kLine].sort_key, ElementsAre("order_id")) << "no date of its own: by the join";
  EXPECT_THAT(layouts[kProduct].sort_key, ElementsAre("id")) << "a dimension is looked up by its key";
}

TEST(RedshiftLayout, ASmallOrderTableStaysWithItsLinesButADimensionDoesNot) {
  EXPECT_EQ(redshift_layouts(shop(4'000, 1'000, 200, 500))[kOrder].dist, DistStyle::key);
  Model sales = shop(10'000'000, 5'000, 200, 500);
  const auto layouts = redshift_layouts(sales);
  EXPECT_EQ(layouts[kOrder].dist, DistStyle::all) << "2,000 lines an order: that is no order";
  EXPECT_EQ(layouts[kLine].dist, DistStyle::automatic);
}

TEST(RedshiftLayout, FurtherLargeTablesFollowWhereTheirJoinIsFree) {
  Model model = shop(10'000'000, 3'000'000, 2'000'000, 500);
  Table returned = keyed("returned", 400'000, {make_column("order_id", "INTEGER", false)});
  returned.relations = {to("order_id", "ordering")};
  Table address = keyed("address", 1'500'000, {make_column("customer_id", "INTEGER", false)});
  address.relations = {to("customer_id", "customer")};
  model.tables.push_back(returned);
  model.tables.push_back(address);
  const auto layouts = redshift_layouts(model);
  EXPECT_EQ(layouts[4].dist_key, "order_id") << "beside the order, as the lines are";
  EXPECT_EQ(layouts[kCustomer].dist_key, "id") << "orders lie by their own id, so customers go with their addresses";
  EXPECT_EQ(layouts[5].dist_key, "customer_id");
}

TEST(RedshiftLayout, ColumnsThatMayBeMissingOrHaveFewValuesSpreadNothing) {
  Model model = shop(10'000'000, 3'000'000, 20'000, 500);
  model.tables[kLine].columns[1].nullable = true;
  EXPECT_NE(redshift_layouts(model)[kLine].dist_key, "order_id");
  model.tables[kLine].columns[1].missing = 0;
  EXPECT_EQ(redshift_layouts(model)[kLine].dist_key, "order_id") << "none is missing, though one might be";
  model.tables[kLine].columns[1].missing = 1;
  EXPECT_NE(redshift_layouts(model)[kLine].dist_key, "order_id");
  model.tables[kLine].columns[1].nullable = false;
  model.tables[kLine].columns[1].distinct = 12;
  EXPECT_NE(redshift_layouts(model)[kLine].dist_key, "order_id");
  model.tables[kLine].columns[1].distinct = 3'000'000;
  EXPECT_EQ(redshift_layouts(model)[kLine].dist_key, "order_id");
}

TEST(RedshiftLayout, WithoutMeasuresTheRelationsDecideAndNothingIsCalledSmall) {
  const auto layouts = redshift_layouts(shop(0, 0, 0, 0));
  EXPECT_EQ(layouts[kLine].dist_key, "order_id") << "an order has a table above it, a product none";
  EXPECT_EQ(layouts[kOrder].dist_key, "id");
  EXPECT_EQ(layouts[kProduct].dist, DistStyle::automatic);
  EXPECT_THAT(layouts[kProduct].dist_reason, HasSubstr("aren't measured"));
}

TEST(RedshiftLayout, LeavesToRedshiftWhatNothingIsKnownOf) {
  Table log = make_table("log", "log.csv", {make_column("text", "VARCHAR"), make_column("at", "TIMESTAMP")});
  log.rows = 5'000'000;
  Table tree = keyed("tree", 5'000'000, {make_column("parent", "INTEGER", false)});
  tree.relations = {to("parent", "tree")};
  Table by_guid = make_table("guid", "g.csv", {make_column("id", "UUID", false)}, {"id"});
  const auto layouts = redshift_layouts({{log, tree, by_guid}});
  for (const RedshiftLayout& layout : layouts) EXPECT_EQ(layout.dist, DistStyle::automatic);
  EXPECT_THAT(layouts[0].sort_key, IsEmpty()) << "a date that may be missing sorts nothing";
  EXPECT_THAT(layouts[1].sort_key, ElementsAre("id"));
  EXPECT_THAT(layouts[2].sort_key, IsEmpty()) << "random keys sort nothing";
}

TEST(RedshiftLayout, CyclesAndCompositeKeysAreNoTrouble) {
  Table a = keyed("a", 900'000, {make_column("b_id", "INTEGER", false)});
  a.relations = {to("b_id", "b")};
  Table b = keyed("b", 800'000, {make_column("a_id", "INTEGER", false)});
  b.relations = {to("a_id", "a")};
  Table c =
      make_table("c", "c.csv", {make_column("x", "INTEGER", false), make_column("y", "INTEGER", false)}, {"x", "y"});
  c.columns[1].distinct = 600'000;
  c.rows = 700'000;
  Table d = make_table("d", "d.csv", c.columns);
  d.rows = 5'000'000;
  d.relations = {{{"x", "y"}, "c", {"x", "y"}, false}};
  const auto layouts = redshift_layouts({{a, b, c, d}});
  EXPECT_EQ(layouts[0].dist_key, "b_id");
  EXPECT_EQ(layouts[1].dist_key, "id");
  EXPECT_EQ(layouts[3].dist_key, "y") << "of the two that join them, the one with more values";
  EXPECT_EQ(layouts[2].dist_key, "y");
}

}  // namespace
}  // namespace rox
