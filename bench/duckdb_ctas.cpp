// What rox load is measured against: DuckDB's own best way to load SalesOrderDetail into a warehouse file. Types are
// declared and nothing is sniffed; LineTotal, which has a decimal point beside the commas of the other columns, can
// only be read as text and cast. Runs in this process, with the library that rox embeds.
//
//     duckdb_ctas EXPORT WAREHOUSE [ordered]      ordered: preserve_insertion_order, DuckDB's default
#include <fmt/format.h>

#include <filesystem>
#include <string_view>

#include "engine/duckdb/duckdb.hpp"
#include "sql/quote.hpp"

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: duckdb_ctas EXPORT WAREHOUSE [ordered]\n");
    return 2;
  }
  std::filesystem::remove(argv[2]);
  rox::DuckDbOptions options;
  options.preserve_insertion_order = argc > 3 && std::string_view(argv[3]) == "ordered";
  rox::DuckDbDatabase database(argv[2], options);
  database.connect().execute(fmt::format(
      "CREATE TABLE SalesOrderDetail AS SELECT * REPLACE (CAST(LineTotal AS DECIMAL(18,6)) AS LineTotal) "
      "FROM read_csv({}, delim=';', quote='\"', escape='\"', header=true, nullstr='NULL', decimal_separator=',', "
      "auto_detect=false, columns={{'SalesOrderID':'INTEGER', 'SalesOrderDetailID':'INTEGER', "
      "'CarrierTrackingNumber':'VARCHAR', 'OrderQty':'SMALLINT', 'ProductID':'INTEGER', 'SpecialOfferID':'INTEGER', "
      "'UnitPrice':'DECIMAL(18,4)', 'UnitPriceDiscount':'DECIMAL(18,4)', 'LineTotal':'VARCHAR', 'rowguid':'UUID', "
      "'ModifiedDate':'TIMESTAMP'}})",
      rox::sql_literal(argv[1], rox::SqlDialect::duckdb)));
}
