// dashboard/*.toml: a page a file, as people read and change it.
//
//     [page]
//     title = "Sales"
//     title_pt = "Vendas"
//     fact = "fact_orders"                     # the table or mart that it is about
//     time = "order_date_key.full_date"        # by which of its days; the likeliest if it isn't said
//     currency = "USD"
//     position = 1                             # among the pages; those without come last
//
//     [[measure]]                              # beside those that rox finds
//     name = "revenue"
//     column = "total_due"
//     aggregate = "sum"                        # count, sum, average, distinct, min, max; or sql = "SUM(…)" over
//     columns format = "money"                         # number, money, percent
//
//     [[dimension]]
//     name = "customer"
//     column = "dim_customer"                  # a column, a related table, or a column of it, over several relations
//     label = ["full_name", "account_number"]  # of a related table: the first that there is; "a + b" is both
//
//     [[dimension]]
//     name = "product_line"
//     column = "dim_product.product_line"
//     names = { "R " = "Road", "M " = "Mountain" }  # what single values are called
//
//     [[filter]]                               # holds for all of the page
//     dimension = "status"
//     where = ["paid"]                         # or: not = ["cancelled"]
//
//     [[chart]]
//     kind = "ranking"                         # tile, time, ranking, change, heat, table
//     measure = "revenue"
//     by = "customer"
//     top = 10
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "dashboard/fact.hpp"
#include "dashboard/fact_source.hpp"
#include "dashboard/page.hpp"

namespace rox {

/// The page of a file. Throws usage_error with file, line and column: bad TOML, an unknown key, a table, column,
/// measure or dimension that isn't there.
Page read_page(const std::filesystem::path& file, const FactSource& source, const std::vector<Fact>& facts);

/// All of a folder: "overview", then by position and name. A page whose file is wrong says so in `problem`.
std::vector<Page> read_pages(const std::filesystem::path& folder, const FactSource& source,
                             const std::vector<Fact>& facts);

/// The file of a page, with comments for whoever opens it.
std::string page_text(const Page& page);

}  // namespace rox
