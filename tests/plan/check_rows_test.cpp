#include "plan/check_rows.hpp"

#include <gtest/gtest.h>

#include "model/model_support.hpp"
#include "quality/sql_checks.hpp"
#include "sql/sql_file.hpp"

namespace rox {
namespace {

Table table(const std::string& name, const std::vector<std::string>& key, const std::vector<Relation>& relations) {
  Table table;
  table.name = name;
  table.primary_key = key;
  for (const std::string& column : key) table.columns.push_back(test::make_column(column, "INTEGER"));
  table.relations = relations;
  return table;
}

Model shop() {
  return {{table("Customer", {"CustomerID"}, {}),
           table("OrderHeader", {"OrderID"}, {{{"BuyerID"}, "Customer", {"CustomerID"}, false}}),
           table("OrderLine", {"OrderID", "LineID"}, {{{"OrderID"}, "OrderHeader", {"OrderID"}, false}})}};
}

SqlFile file(const std::string& name, const std::string& sql) { return parse_sql_file(name + ".sql", sql); }

std::vector<Mart> marts() {
  Mart orders;
  orders.file = file("fact_orders",
                     "SELECT COALESCE(h.OrderID, -1) AS order_id, h.BuyerID AS customer_key FROM OrderHeader AS h "
                     "LEFT JOIN OrderLine AS l ON h.OrderID = l.OrderID");
  orders.reads = {"OrderHeader", "OrderLine"};
  return {orders};
}

/// "OrderLine(0,1)+OrderHeader(0)": the subjects with the columns of their keys.
std::string subjects(const std::string& sql, const std::vector<std::string>& names) {
  const Model model = shop();
  const std::vector<Mart> made = marts();
  const Check check = sql_check(file("check", sql), model);
  std::vector<ResultColumn> columns;
  for (const std::string& name : names) columns.push_back({name, "INTEGER", ResultKind::integer});
  std::string text;
  for (const Subject& subject : subjects_of(columns, check, tables_read(check, model, made), made)) {
    text += text.empty() ? "" : " ";
    for (const NamedTable& named : subject) {
      if (&named != &subject.front()) text += "+";
      text += named.table->name;
      for (const auto& key : named.keys) {
        text += "(";
        for (const std::size_t column : key) text += (text.back() == '(' ? "" : ",") + std::to_string(column);
        text += ")";
      }
    }
  }
  return text;
}

TEST(CheckRows, SubjectsAreToldByTheNamesOfTheirKeys) {
  EXPECT_EQ(subjects("SELECT OrderID FROM OrderHeader", {"OrderID"}), "OrderHeader(0)");
  EXPECT_EQ(subjects("SELECT x FROM OrderHeader", {"x"}), "");
  EXPECT_EQ(subjects("SELECT o.order_id AS id FROM fact_orders AS o", {"id"}), "OrderHeader(0)");
  EXPECT_EQ(
      subjects("SELECT CAST(a.OrderID AS INTEGER) AS n, b.OrderID FROM OrderHeader a, OrderHeader b", {"n", "orderid"}),
      "OrderHeader(0)(1)");
}

TEST(CheckRows, WhatASubjectRefersToIsNoneUnlessItsKeyIsAPartOfIt) {
  EXPECT_EQ(subjects("SELECT OrderID, LineID FROM OrderHeader JOIN OrderLine USING (OrderID)", {"OrderID", "LineID"}),
            "OrderLine(0,1)+OrderHeader(0)");
  EXPECT_EQ(subjects("SELECT OrderID, CustomerID FROM OrderHeader, Customer", {"OrderID", "CustomerID"}),
            "OrderHeader(0)");
  EXPECT_EQ(subjects("SELECT customer_key FROM fact_orders, Customer", {"customer_key"}), "Customer(0)");
}

TEST(CheckRows, TablesAreThoseOfMartsToo) {
  const Model model = shop();
  std::vector<std::string> names;
  for (const Table* table : tables_read(sql_check(file("c", "SELECT 1 FROM fact_orders"), model), model, marts())) {
    names.push_back(table->name);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"OrderHeader", "OrderLine"}));
}

TEST(CheckRows, OneRowDecidesWhereNothingIsJoinedOrSummed) {
  const auto alone = [](const std::string& sql) { return is_decided_by_one_row(sql_check(file("c", sql), shop())); };
  EXPECT_TRUE(alone("SELECT OrderID FROM (SELECT OrderID, BuyerID * 2 AS b FROM OrderHeader) AS h WHERE b <> 2"));
  EXPECT_FALSE(alone("SELECT OrderID FROM OrderHeader GROUP BY OrderID HAVING COUNT(*) > 1"));
  EXPECT_FALSE(alone("SELECT OrderID, Sum(LineID) OVER () FROM OrderLine"));
  EXPECT_FALSE(alone("SELECT OrderID FROM OrderHeader WHERE OrderID NOT IN (SELECT OrderID FROM OrderLine)"));
  EXPECT_FALSE(alone("SELECT order_id FROM fact_orders WHERE order_id < 0"));
}

}  // namespace
}  // namespace rox
