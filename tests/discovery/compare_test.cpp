#include "discovery/compare.hpp"

#include <gmock/gmock.h>

#include "model/model_support.hpp"

namespace rox {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using test::make_column;
using test::make_table;

Column renamed(std::string name, std::string_view type, std::string header) {
  Column column = make_column(std::move(name), type);
  column.header = std::move(header);
  return column;
}

Model inferred() {
  return {
      {make_table("Order", "Order_2015.csv", {make_column("OrderID", "INTEGER"), make_column("Total", "DECIMAL(9,2)")}),
       make_table("Line", "Line.csv", {make_column("OrderID", "INTEGER"), make_column("Qty", "SMALLINT")})}};
}

TEST(Compare, EditsAreKeptWhereTheirColumnsStillExist) {
  Model existing = inferred();
  existing.tables[0].name = "Orders";
  existing.tables[0].file = "Order_*.csv";
  existing.tables[0].columns[1] = renamed("amount", "DECIMAL(7,2)", "Total");
  existing.tables[0].primary_key = {"OrderID"};
  existing.tables[1].primary_key = {"Gone"};
  existing.tables[1].relations = {{{"OrderID"}, "Orders", {"OrderID"}, true}, {{"Gone"}, "Orders", {"OrderID"}, false}};
  const Model kept = keep_edits(inferred(), existing);
  EXPECT_EQ(kept.tables[0].name, "Orders");
  EXPECT_EQ(kept.tables[0].file, "Order_*.csv");
  EXPECT_EQ(kept.tables[0].columns[1], renamed("amount", "DECIMAL(9,2)", "Total"));
  EXPECT_THAT(kept.tables[0].primary_key, ElementsAre("OrderID"));
  EXPECT_THAT(kept.tables[1].primary_key, IsEmpty());
  EXPECT_THAT(kept.tables[1].relations, ElementsAre(Relation{{"OrderID"}, "Orders", {"OrderID"}, true}));
}

TEST(Compare, SaysWhatDiffers) {
  EXPECT_THAT(differences(inferred(), inferred()), IsEmpty());
  Model after = inferred();
  after.tables[0].columns[1].type = parse_type("DECIMAL(12,2)");
  after.tables[0].columns[1].nullable = false;
  after.tables[1].columns[1].name = "Quantity";
  after.tables.push_back(make_table("New", "New.csv", {make_column("a", "DATE")}));
  EXPECT_THAT(differences(inferred(), after),
              ElementsAre("Order.Total: DECIMAL(9,2) -> DECIMAL(12,2) not null", "Line.Quantity: new, SMALLINT",
                          "Line.Qty: gone", "New: new table (New.csv, 1 columns)"));
  std::swap(after.tables[0].columns[0], after.tables[0].columns[1]);
  after.tables[0].columns[0] = inferred().tables[0].columns[1];
  EXPECT_EQ(differences(inferred(), after).front(), "Order: columns in another order");
}

}  // namespace
}  // namespace rox
