// From tables to the cube: what is missing, unknown or doesn't add up is counted all the same.
#include "dashboard/cube_load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"
#include "engine/duckdb/duckdb.hpp"

namespace rox {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

SqlFile file(const std::string& name, const std::string& select) {
  return parse_sql_file("dashboard/" + name + ".sql", select + "\n");
}

class CubeLoad : public ::testing::Test {
 protected:
  CubeLoad() {
    connection_.execute(
        "CREATE TABLE orders (order_id INTEGER, day DATE, online BOOLEAN, territory INTEGER, customer INTEGER, revenue "
        "DECIMAL(18,4));"
        "CREATE TABLE lines (order_id INTEGER, line_id INTEGER, product INTEGER, quantity SMALLINT, revenue "
        "DECIMAL(18,4));"
        "CREATE TABLE products AS SELECT * FROM (VALUES (1, 'Wheel', 7, 'R', 0), (2, 'Bell', NULL, NULL, 4), (-1, "
        "'none', NULL, NULL, NULL)) AS p (product, label, category, product_line, days_to_make);"
        "CREATE TABLE customers AS SELECT * FROM (VALUES (10, 'Ana'), (20, NULL)) AS c (customer, label);"
        "CREATE TABLE territories AS SELECT * FROM (VALUES (3, 'South')) AS t (territory, label)");
  }

  void orders(const std::string& rows) { connection_.execute("INSERT INTO orders VALUES " + rows); }
  void lines(const std::string& rows) { connection_.execute("INSERT INTO lines VALUES " + rows); }

  Cube load() {
    return load_cube([this] { return std::make_unique<DuckDbConnection>(database_.connect()); }, sql_);
  }
  SalesTotals totals(const SalesFilter& filter = {}) { return evaluate(load(), filter, 1).totals; }

  DuckDbDatabase database_{"", {}};
  DuckDbConnection connection_ = database_.connect();
  SalesSql sql_{file("orders", "SELECT * FROM orders"),
                file("lines", "SELECT * FROM lines"),
                file("products", "SELECT * FROM products"),
                file("customers", "SELECT * FROM customers"),
                file("territories", "SELECT * FROM territories"),
                {},
                {}};
};

TEST_F(CubeLoad, CountsWhatAddsUp) {
  orders("(100, DATE '2013-01-01', true, 3, 10, 30.0000), (101, DATE '2013-01-02', false, 3, 20, 5.5000)");
  lines("(101, 1, 2, 4, 5.5000), (100, 1, 1, 1, 10.0000), (100, 2, 2, 2, 20.0000)");
  const SalesTotals all = totals();
  EXPECT_EQ(all.revenue, 355'000);
  EXPECT_EQ(all.orders, 2U);
  EXPECT_EQ(all.lines, 3U);
  EXPECT_EQ(all.customers, 2U);
  EXPECT_EQ(all.units, 7);
  EXPECT_EQ(totals({.products = {2}}).revenue, 255'000);
  EXPECT_EQ(totals({.categories = {""}}).revenue, 255'000);
  EXPECT_EQ(totals({.days_to_make = {"0"}}).revenue, 100'000);
  EXPECT_EQ(totals({.online = false}).revenue, 55'000);
  EXPECT_THAT(load().days, ElementsAre(15'706, 15'707));
}

TEST_F(CubeLoad, CountsAnOrderWithoutLinesByItsOwnRevenue) {
  orders("(100, DATE '2013-01-01', true, 3, 10, 30.0000), (101, DATE '2013-01-01', true, 3, 10, 0)");
  const SalesTotals all = totals();
  EXPECT_EQ(all.revenue, 300'000);
  EXPECT_EQ(all.orders, 2U);
  EXPECT_EQ(all.lines, 0U);
}

TEST_F(CubeLoad, CountsWhatLinesLeaveOfAnOrderWithoutAProduct) {
  orders("(100, DATE '2013-01-01', true, 3, 10, 30.0000)");
  lines("(100, 1, 1, 1, 10.0000), (100, 2, 1, 1, 25.0001)");
  EXPECT_EQ(totals().revenue, 300'000);
  EXPECT_EQ(totals({.products = {1}}).revenue, 350'001);
  EXPECT_EQ(totals({.products = {-1}}).revenue, -50'001);
  EXPECT_EQ(totals().lines, 2U);
}

TEST_F(CubeLoad, KeepsLinesWhoseOrderIsNotThere) {
  orders("(100, DATE '2013-01-01', true, 3, 10, 30.0000)");
  lines("(100, 1, 1, 1, 30.0000), (999, 1, 2, 5, 7.0000), (NULL, 2, 2, 1, 1.0000), (998, 1, 1, 1, NULL)");
  const SalesTotals all = totals();
  EXPECT_EQ(all.revenue, 380'000);
  EXPECT_EQ(all.lines, 4U);
  EXPECT_EQ(all.orders, 1U);  // of lines without one it isn't known how many there were
  EXPECT_EQ(totals({.from = 0}).lines, 1U);
  EXPECT_EQ(totals({.territories = {-1}}).revenue, 80'000);
}

TEST_F(CubeLoad, TakesWhatIsMissingForUnknown) {
  orders("(100, NULL, NULL, NULL, 77, 30.0000)");
  lines("(100, 1, 99, NULL, 30.0000)");
  const Cube cube = load();
  EXPECT_EQ(evaluate(cube, {.customers = {-1}}, 1).totals.revenue, 300'000);
  EXPECT_EQ(evaluate(cube, {.products = {-1}}, 1).totals.revenue, 300'000);
  EXPECT_EQ(evaluate(cube, {}, 1).totals.customers, 0U);
  EXPECT_EQ(evaluate(cube, {.from = 0}, 1).totals.revenue, 0);
  EXPECT_TRUE(cube.days.empty());
  EXPECT_EQ(cube.products.labels[0], "none");
  EXPECT_EQ(cube.customers.labels[2], "");
}

TEST_F(CubeLoad, SaysWhichFileIsWrong) {
  const auto problem = [&] {
    try {
      load();
    } catch (const Error& error) {
      return error.report();
    }
    return std::string("none");
  };
  sql_.lines = file("lines", "SELECT order_id FROM lines");
  EXPECT_THAT(problem(), HasSubstr("dashboard/lines.sql"));
  sql_.lines = file("lines", "SELECT * FROM lines");
  sql_.customers = file("customers", "SELECT * FROM nobody");
  EXPECT_THAT(problem(), HasSubstr("dashboard/customers.sql"));
  sql_.customers = file("customers", "SELECT * FROM customers UNION ALL SELECT 10, 'again'");
  EXPECT_THAT(problem(), HasSubstr("key 10 twice"));
  sql_.customers = file("customers", "SELECT 'x' AS customer, 'y' AS label");
  EXPECT_THAT(problem(), HasSubstr("dashboard/customers.sql"));
}

}  // namespace
}  // namespace rox
