#include "dashboard/sales_sql.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

class SalesSqlTest : public ::testing::Test {
 protected:
  SalesSqlTest() { project_.root = dir_.path(); }

  void write(const std::string& name, const std::string& text) {
    make_directories(project_.dashboard_dir());
    write_file(project_.dashboard_dir() / (name + ".sql"), text);
  }
  void write_all() {
    for (const char* name : {"orders", "lines", "products", "customers", "territories"})
      write(name, "SELECT 1 AS one\n");
  }
  std::string problem() {
    try {
      read_sales_sql(project_);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      return error.report();
    }
    return {};
  }

  test::TempDir dir_;
  Project project_;
};

TEST_F(SalesSqlTest, IsNotThereWithoutTheFolder) { EXPECT_FALSE(read_sales_sql(project_).has_value()); }

TEST_F(SalesSqlTest, ReadsWhatTheCommentBlocksSay) {
  write_all();
  write("orders", "-- currency: BRL\nSELECT 1 AS one\n");
  write("lines", "-- source: Detail: OrderID = order_id, DetailID = line_id\nSELECT 1 AS one\n");
  const SalesSql sql = read_sales_sql(project_).value();
  EXPECT_EQ(sql.currency, "BRL");
  EXPECT_EQ(sql.line_source.value().table, "Detail");
  EXPECT_THAT(sql.line_source.value().columns, ElementsAre(Pair("OrderID", "order_id"), Pair("DetailID", "line_id")));
}

TEST_F(SalesSqlTest, SaysWhatIsWrongAndWhere) {
  write_all();
  remove_file(project_.dashboard_dir() / "lines.sql");
  EXPECT_THAT(problem(), HasSubstr("lines.sql"));
  write("lines", "-- source: Detail OrderID\nSELECT 1 AS one\n");
  EXPECT_THAT(problem(), HasSubstr("source"));
  write("lines", "-- source: Detail: OrderID\nSELECT 1 AS one\n");
  EXPECT_THAT(problem(), HasSubstr("source"));
  write("lines", "-- param day: date\nSELECT :day AS day\n");
  EXPECT_THAT(problem(), HasSubstr("no parameters"));
  write("lines", "SELECT 1 AS one\n");
  write("orders", "-- currency: dollars\nSELECT 1 AS one\n");
  EXPECT_THAT(problem(), HasSubstr("currency"));
}

TEST_F(SalesSqlTest, ChangesItsHashWithAFile) {
  write_all();
  const std::string before = read_sales_sql(project_)->hash();
  EXPECT_EQ(read_sales_sql(project_)->hash(), before);
  write("customers", "SELECT 2 AS two\n");
  EXPECT_NE(read_sales_sql(project_)->hash(), before);
}

TEST_F(SalesSqlTest, BecomesASubquery) {
  write_all();
  write("orders", "-- a comment\nSELECT 1 AS one ;\n\n");
  EXPECT_EQ(subquery(read_sales_sql(project_)->orders, "o"), "(\n-- a comment\nSELECT 1 AS one\n) AS o");
}

TEST_F(SalesSqlTest, BecomesASubqueryWithoutTheCommentsThatFollow) {
  write_all();
  write("orders", "SELECT ';' AS one; -- note; of two\n/* and\nmore */\n");
  EXPECT_EQ(subquery(read_sales_sql(project_)->orders, "o"), "(\nSELECT ';' AS one\n) AS o");
}

}  // namespace
}  // namespace rox
