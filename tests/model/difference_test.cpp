#include "model/difference.hpp"

#include <gmock/gmock.h>

#include "model/model_support.hpp"

namespace rox {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using test::make_column;
using test::make_table;

Model shop() {
  return {
      {make_table("Order", "Order_2015.csv", {make_column("OrderID", "INTEGER"), make_column("Total", "DECIMAL(9,2)")}),
       make_table("Line", "Line.csv", {make_column("OrderID", "INTEGER"), make_column("Qty", "SMALLINT")})}};
}

std::vector<std::string> texts(const Model& before, const Model& after) {
  std::vector<std::string> lines;
  for (const Difference& difference : differences(before, after)) lines.push_back(to_string(difference));
  return lines;
}

TEST(Compare, SaysWhatDiffers) {
  EXPECT_THAT(texts(shop(), shop()), IsEmpty());
  Model after = shop();
  after.tables[0].columns[1].type = parse_type("DECIMAL(12,2)");
  after.tables[0].columns[1].nullable = false;
  after.tables[0].primary_key = {"OrderID"};
  after.tables[1].columns[1].name = "Quantity";
  after.tables[1].unique = {{"OrderID", "Quantity"}};
  after.tables[1].relations = {{{"OrderID"}, "Order", {"OrderID"}, true}};
  after.tables.push_back(make_table("New", "New.csv", {make_column("a", "DATE")}));
  EXPECT_THAT(
      texts(shop(), after),
      ElementsAre("Order.Total: DECIMAL(9,2) -> DECIMAL(12,2) not null", "Order: new primary key (OrderID)",
                  "Line.Quantity: new SMALLINT", "Line.Qty: gone, SMALLINT",
                  "Line: new alternate key (OrderID, Quantity)",
                  "Line: new relation (OrderID) -> Order (OrderID), enforced", "New: new table New.csv, 1 column"));
  EXPECT_THAT(texts(after, shop()).back(), "New: gone, table New.csv, 1 column");
  Model reordered = shop();
  std::swap(reordered.tables[0].columns[0], reordered.tables[0].columns[1]);
  EXPECT_THAT(texts(shop(), reordered), ElementsAre("Order: columns in another order"));
}

TEST(Compare, MeasuresAreNoDifference) {
  Model after = shop();
  after.tables[0].rows = 7;
  after.tables[0].columns[0].distinct = 7;
  after.tables[0].columns[1].max_bytes = 4;
  after.tables[0].columns[1].longest = 3;
  after.tables[0].columns[1].missing = 2;
  after.tables[0].columns[1].least = "1";
  after.tables[0].columns[1].greatest = "9";
  EXPECT_EQ(without_measures(after.tables[0]), without_measures(shop().tables[0]));
  EXPECT_THAT(differences(shop(), after), IsEmpty());
}

}  // namespace
}  // namespace rox
