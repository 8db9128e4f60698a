#include "sql/written_names.hpp"

#include <gmock/gmock.h>

namespace rox {
namespace {

using testing::ElementsAre;

TEST(WrittenNames, AreThoseOfTheQuestion) {
  EXPECT_THAT(written_names("SELECT d.ProductID, SUM(d.OrderQty) AS OrderQtyTotal FROM SalesOrderDetail AS d",
                            {"productid", "orderqtytotal"}),
              ElementsAre("ProductID", "OrderQtyTotal"));
}

TEST(WrittenNames, StayWhereTheQuestionDoesNotWriteThem) {
  EXPECT_THAT(written_names("SELECT * FROM Customer -- CustomerID\nWHERE name <> 'CustomerID'", {"customerid"}),
              ElementsAre("customerid"));
}

TEST(WrittenNames, AreTheFirstSpelling) {
  EXPECT_THAT(written_names("SELECT LineCount FROM (SELECT 1 AS linecount) AS t", {"linecount"}),
              ElementsAre("LineCount"));
}

}  // namespace
}  // namespace rox
