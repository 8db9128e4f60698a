#include "discovery/compare.hpp"

#include <gmock/gmock.h>

namespace rox {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Column column(std::string name, const std::string& type, std::string header = "") {
  Column c;
  c.name = std::move(name);
  c.header = std::move(header);
  c.type = parse_type(type);
  return c;
}

Model inferred() {
  Table order{"Order", "Order_2015.csv", {column("OrderID", "INTEGER"), column("Total", "DECIMAL(9,2)")}, {}, {}};
  Table line{"Line", "Line.csv", {column("OrderID", "INTEGER"), column("Qty", "SMALLINT")}, {}, {}};
  return {{order, line}};
}

TEST(Compare, EditsAreKeptWhereTheirColumnsStillExist) {
  Model existing = inferred();
  existing.tables[0].name = "Orders";
  existing.tables[0].file = "Order_*.csv";
  existing.tables[0].columns[1] = column("amount", "DECIMAL(7,2)", "Total");
  existing.tables[0].primary_key = {"OrderID"};
  existing.tables[1].primary_key = {"Gone"};
  existing.tables[1].relations = {{{"OrderID"}, "Orders", {"OrderID"}, true}, {{"Gone"}, "Orders", {"OrderID"}, false}};
  const Model kept = keep_edits(inferred(), existing);
  EXPECT_EQ(kept.tables[0].name, "Orders");
  EXPECT_EQ(kept.tables[0].file, "Order_*.csv");
  EXPECT_EQ(kept.tables[0].columns[1], column("amount", "DECIMAL(9,2)", "Total"));
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
  after.tables.push_back({"New", "New.csv", {column("a", "DATE")}, {}, {}});
  EXPECT_THAT(differences(inferred(), after),
              ElementsAre("Order.Total: DECIMAL(9,2) -> DECIMAL(12,2) not null", "Line.Quantity: new, SMALLINT",
                          "Line.Qty: gone", "New: new table (New.csv, 1 columns)"));
  std::swap(after.tables[0].columns[0], after.tables[0].columns[1]);
  after.tables[0].columns[0] = inferred().tables[0].columns[1];
  EXPECT_EQ(differences(inferred(), after).front(), "Order: columns in another order");
}

}  // namespace
}  // namespace rox
