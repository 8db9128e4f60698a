// The star of the example project, on orders chosen to be awkward.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "base/text.hpp"
#include "build/make_mart.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "model/model_file.hpp"
#include "plan/marts.hpp"
#include "project/project.hpp"
#include "repository.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

class Star : public testing::Test {
 protected:
  Star() : project_(read_project(test::repository() / "projects/rox-bikes")) {
    model_ = read_model(project_.model_file());
    for (const Table& table : model_.tables) {
      std::vector<std::string> columns;
      for (const Column& column : table.columns) {
        columns.push_back(exact_name(column.name, SqlDialect::duckdb) + " " + to_string(column.type));
      }
      connection_.execute("CREATE TABLE " + exact_name(table.name, SqlDialect::duckdb) + " (" + join(columns, ", ") +
                          ")");
    }
  }

  void order(int id, const std::string& amounts) {
    connection_.execute(
        "INSERT INTO SalesOrderHeader (SalesOrderID, OrderDate, DueDate, CustomerID, SubTotal, TaxAmt, Freight, "
        "TotalDue) "
        "VALUES (" +
        std::to_string(id) + ", DATE '2011-12-31', DATE '2012-01-12', 7, " + amounts + ")");
  }
  void lines(int order, const std::vector<std::string>& totals) {
    for (std::size_t i = 0; i < totals.size(); ++i) {
      connection_.execute(
          "INSERT INTO SalesOrderDetail (SalesOrderID, SalesOrderDetailID, ProductID, SpecialOfferID, LineTotal) "
          "VALUES (" +
          std::to_string(order) + ", " + std::to_string(i + 1) + ", 5, 1, " + totals[i] + ")");
    }
  }
  void make() {
    for (const Mart& mart : read_marts(project_.marts_dir(), model_)) make_mart(connection_, mart);
  }

  /// The values of one column, in the order of the rows: "1 2 NULL".
  std::string values(const std::string& sql) {
    std::string all;
    auto rows = connection_.query(sql);
    while (rows->next()) {
      for (std::size_t row = 0; row < rows->rows(); ++row) {
        if (!all.empty()) all += ' ';
        if (rows->is_null(0, row)) {
          all += "NULL";
        } else {
          rows->text(0, row, all);
        }
      }
    }
    return all;
  }
  std::string shares(const std::string& amount, int order) {
    return values("SELECT " + amount + " FROM fact_sales WHERE sales_order_id = " + std::to_string(order) +
                  " ORDER BY sales_order_detail_id");
  }

  Project project_;
  Model model_;
  DuckDbConnection connection_ = DuckDbDatabase({}, {}).connect();
};

TEST_F(Star, AmountsAreSharedByLineTotalToTheLastDigit) {
  order(1, "0.0001, 10, 1, 11.0001");
  lines(1, {"2", "2", "2"});
  order(2, "100, 0.0001, 0.0003, 100.0004");
  lines(2, {"50", "50"});
  order(3, "9999999999.9999, 0, 0, 9999999999.9999");
  lines(3, {"0.000001", "0.000001", "3333333333.333333"});
  order(4, "-1, -0.0001, 0, -1.0001");  // money back
  lines(4, {"1", "1", "1"});
  make();
  EXPECT_EQ(shares("sub_total", 1), "0.0000 0.0001 0.0000");
  EXPECT_EQ(shares("tax_amt", 1), "3.3333 3.3334 3.3333");
  EXPECT_EQ(shares("total_due", 1), "3.6666 3.6669 3.6666");
  EXPECT_EQ(shares("tax_amt", 2), "0.0001 0.0000") << "a half goes up";
  EXPECT_EQ(shares("freight", 2), "0.0002 0.0001");
  EXPECT_EQ(shares("sub_total", 3), "0.0000 0.0000 9999999999.9999");
  EXPECT_EQ(shares("sub_total", 4), "-0.3333 -0.3334 -0.3333");
  EXPECT_EQ(shares("tax_amt", 4), "0.0000 -0.0001 0.0000");
}

// Past what floating point tells apart: single shares may be a few digits off, their sum isn't.
TEST_F(Star, SharesOfAnyAmountSumUpToIt) {
  order(1, "98765432109876.5433, 0.0001, 0, 98765432109876.5434");
  lines(1, {"1", "1", "1", "0"});
  order(2, "-98765432109876.5433, 0, 12345678901234.5677, -86419753208641.9756");
  lines(2, {"7", "-1", "3"});
  make();
  EXPECT_EQ(values("SELECT sum(sub_total) FROM fact_sales GROUP BY sales_order_id ORDER BY sales_order_id"),
            "98765432109876.5433 -98765432109876.5433");
  EXPECT_EQ(values("SELECT sum(total_due) FROM fact_sales GROUP BY sales_order_id ORDER BY sales_order_id"),
            "98765432109876.5434 -86419753208641.9756");
}

TEST_F(Star, OrdersThatAreWorthNothingOrHaveANegativeLineAreSharedEqually) {
  order(1, "0, 1, 2, 3");
  lines(1, {"0", "0", "0"});
  order(2, "30, 3, 0, 33");
  lines(2, {"40", "-10"});
  make();
  EXPECT_EQ(shares("tax_amt", 1), "0.3333 0.3334 0.3333");
  EXPECT_EQ(shares("total_due", 1), "1.0000 1.0000 1.0000");
  EXPECT_EQ(shares("sub_total", 2), "15.0000 15.0000");
}

TEST_F(Star, WhatTotalDueDiffersFromItsPartsIsSharedToo) {
  order(1, "100, 10, 1, 110.9999");
  lines(1, {"75", "25"});
  make();
  EXPECT_EQ(shares("total_due", 1), "83.2499 27.7500");
  EXPECT_EQ(shares("sub_total + tax_amt + freight", 1), "83.2500 27.7500");
}

TEST_F(Star, NoRowIsLostForAMissingReference) {
  order(1, "1, 0, 0, 1");
  lines(2, {"8"});  // of no order
  make();
  EXPECT_EQ(values("SELECT line_count FROM fact_orders"), "0");
  EXPECT_EQ(values("SELECT customer_key FROM fact_orders"), "-1") << "there is no customer 7";
  EXPECT_EQ(values("SELECT ship_date_key FROM fact_orders"), "-1");
  EXPECT_EQ(values("SELECT order_date_key FROM fact_orders"), "20111231");
  EXPECT_EQ(shares("line_total", 2), "8.000000");
  EXPECT_EQ(shares("total_due", 2), "NULL");
  for (const char* key : {"order_date_key", "customer_key", "territory_key", "product_key"}) {
    EXPECT_EQ(shares(key, 2), "-1") << key;
  }
  EXPECT_EQ(shares("special_offer_key", 2), "1");
}

TEST_F(Star, CalendarHasEveryDayAndNumbersTheWeekFromMonday) {
  order(1, "1, 0, 0, 1");  // 2011-12-31, due 2012-01-12
  make();
  EXPECT_EQ(values("SELECT count(*) FROM dim_date"), std::to_string(1 + 365 + 12));
  EXPECT_EQ(values("SELECT min(full_date) FROM dim_date"), "2011-01-01");
  EXPECT_EQ(values("SELECT count(*) FROM dim_date WHERE iso_weekday <> isodow(full_date) OR weekday_name <> "
                   "dayname(full_date) OR month_name <> monthname(full_date) OR iso_week <> weekofyear(full_date)"),
            "0");
  EXPECT_EQ(values("SELECT date_key FROM dim_date WHERE is_weekend AND year_number = 2012 ORDER BY 1"),
            "20120101 20120107 20120108");
}

}  // namespace
}  // namespace rox
