// Where a project's sales are: dashboard/*.sql, one SELECT per file, each with these columns (other columns are
// ignored):
//
//     orders.sql       order_id, day (DATE), online (BOOLEAN), territory, customer, revenue
//     lines.sql        order_id, line_id, product, quantity, revenue
//     products.sql     product, label, category, product_line, days_to_make
//     customers.sql    customer, label
//     territories.sql  territory, label
//
// Keys are whole numbers, and -1 is the unknown member. What the lines of an order leave of its revenue counts as the
// order's, without a product. In the comment block of orders.sql `currency` is a code of ISO 4217; in those of
// orders.sql and lines.sql `source` says which row of an export a row is:
//
//     -- source: SalesOrderDetail: SalesOrderID = order_id, SalesOrderDetailID = line_id
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "project/project.hpp"
#include "sql/sql_file.hpp"

namespace rox {

/// The row of an export that a row of the dashboard comes from.
struct RowSource {
  std::string table;
  std::vector<std::pair<std::string, std::string>> columns;  // the table's -> the SELECT's
};

struct SalesSql {
  SqlFile orders, lines, products, customers, territories;
  std::string currency;  // "USD"; empty: no currency is said
  std::optional<RowSource> line_source;

  /// Changes when one of the files does.
  std::string hash() const;
};

/// Empty if the project has no folder dashboard/. Throws usage_error with the place: a file that is missing, a bad key.
std::optional<SalesSql> read_sales_sql(const Project& project);

/// The file's SELECT as something to select from: "(\n…\n) AS name".
std::string subquery(const SqlFile& file, const std::string& name);

}  // namespace rox
