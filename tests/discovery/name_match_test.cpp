#include "discovery/name_match.hpp"

#include <gtest/gtest.h>

#include "model/model_support.hpp"

namespace rox {
namespace {

using test::make_column;
using test::make_table;

Model model_of(const std::vector<std::pair<std::string, std::vector<std::string>>>& tables) {
  Model model;
  for (const auto& [name, columns] : tables) {
    Table& table = model.tables.emplace_back(make_table(name, name + ".csv"));
    for (const std::string& column : columns) table.columns.push_back(make_column(column, "INTEGER"));
  }
  return model;
}

double single(const Model& model, std::size_t child, const std::string& column, std::size_t parent,
              const std::string& key) {
  return NameMatcher(model).single(child, column, parent, key).score;
}

TEST(NameMatch, ReadsReferencesByTheTablesName) {
  const Model model =
      model_of({{"Customer", {"ID", "Name"}}, {"Orders", {"ID", "CustomerID", "Customer", "ID_Customer"}}});
  EXPECT_EQ(single(model, 1, "CustomerID", 0, "ID"), 1);
  EXPECT_EQ(single(model, 1, "ID_Customer", 0, "ID"), 1);
  EXPECT_GE(single(model, 1, "Customer", 0, "ID"), 0.9);
  EXPECT_EQ(single(model, 1, "ID", 0, "ID"), 0);
  EXPECT_EQ(single(model, 0, "ID", 1, "ID"), 0);
}

TEST(NameMatch, ReadsRolesShortFormsAndOtherNamesOfTheKey) {
  const Model model =
      model_of({{"Person", {"BusinessEntityID"}},
                {"Address", {"AddressID"}},
                {"department", {"dept_no"}},
                {"Sale", {"BillToAddressID", "PersonID", "BusinessEntityID", "dept_no", "AddressBook"}}});
  EXPECT_EQ(single(model, 3, "PersonID", 0, "BusinessEntityID"), 1);
  EXPECT_GE(single(model, 3, "BusinessEntityID", 0, "BusinessEntityID"), 0.9);
  EXPECT_GE(single(model, 3, "BillToAddressID", 1, "AddressID"), 0.8);
  EXPECT_GE(single(model, 3, "dept_no", 2, "dept_no"), 0.8);
  EXPECT_LT(single(model, 3, "AddressBook", 1, "AddressID"), 0.5);
}

TEST(NameMatch, ReadsNamesThatRunTogether) {
  const Model model = model_of({{"currency", {"currencycode"}},
                                {"currencyrate", {"fromcurrencycode", "averagerate"}},
                                {"employee", {"businessentityid"}},
                                {"employeepayhistory", {"businessentityid"}},
                                {"businessentity", {"businessentityid"}}});
  const NameMatcher names(model);
  EXPECT_GE(names.single(1, "fromcurrencycode", 0, "currencycode").score, 0.7);
  EXPECT_EQ(names.single(1, "averagerate", 0, "currencycode").score, 0);
  EXPECT_TRUE(names.extends(3, 2));
  EXPECT_FALSE(names.extends(4, 2));
  EXPECT_GT(names.single(3, "businessentityid", 2, "businessentityid").score,
            names.single(3, "businessentityid", 4, "businessentityid").score);
}

TEST(NameMatch, LeavesAColumnToTheTableItIsNamedAfter) {
  const Model model =
      model_of({{"Customer", {"CustomerID"}}, {"CustomerProfile", {"CustomerID"}}, {"Sale", {"CustomerID"}}});
  EXPECT_EQ(single(model, 2, "CustomerID", 0, "CustomerID"), 1);
  EXPECT_LT(single(model, 2, "CustomerID", 1, "CustomerID"), 0.5);
  EXPECT_EQ(single(model, 0, "CustomerID", 1, "CustomerID"), 0);  // its own key
  EXPECT_EQ(single(model, 1, "CustomerID", 0, "CustomerID"), 1);
}

TEST(NameMatch, KnowsOtherRowsOfTheSameTable) {
  const Model model = model_of({{"Employee", {"EmployeeID", "ReportsTo", "ManagerID", "DepartmentID"}}});
  EXPECT_GE(single(model, 0, "ReportsTo", 0, "EmployeeID"), 0.7);
  EXPECT_GE(single(model, 0, "ManagerID", 0, "EmployeeID"), 0.7);
  EXPECT_EQ(single(model, 0, "DepartmentID", 0, "EmployeeID"), 0);
}

TEST(NameMatch, OverlooksPrefixesOfATablesColumns) {
  const Model model = model_of({{"customer", {"c_custkey", "c_name"}},
                                {"orders", {"o_orderkey", "o_custkey"}},
                                {"lineitem", {"l_orderkey", "l_linenumber"}}});
  EXPECT_GE(single(model, 1, "o_custkey", 0, "c_custkey"), 0.9);
  EXPECT_EQ(single(model, 2, "l_orderkey", 1, "o_orderkey"), 1);
}

TEST(NameMatch, ComparesPartsOfCompositeKeys) {
  const Model model =
      model_of({{"Line", {"order_no", "item_no"}}, {"Delivery", {"order_no", "item_no", "delivery_item_no"}}});
  const NameMatcher names(model);
  EXPECT_GE(names.part(1, "order_no", 0, "order_no").score, 0.9);
  EXPECT_GT(names.part(1, "item_no", 0, "item_no").score, names.part(1, "delivery_item_no", 0, "item_no").score);
  EXPECT_EQ(names.part(1, "order_no", 0, "item_no").score, 0);
}

}  // namespace
}  // namespace rox
