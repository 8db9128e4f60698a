#include "build/empty_warehouse.hpp"

#include "build/make_mart.hpp"
#include "load/history.hpp"
#include "sql/quote.hpp"
#include "sql/table_ddl.hpp"

namespace rox {

EmptyWarehouse::EmptyWarehouse(const Model& model) : connection_(DuckDbDatabase({}, {.threads = 1}).connect()) {
  for (const Table& table : model.tables) {
    connection_.execute(create_table_sql(table, "main", SqlDialect::duckdb));
    if (table.history) connection_.execute(create_table_sql(history_table(table), "main", SqlDialect::duckdb));
  }
}

void EmptyWarehouse::add(const Mart& mart) {
  materialize_mart(connection_, mart, {exact_name(mart.file.name, SqlDialect::duckdb)});
}

std::vector<std::string> EmptyWarehouse::columns_of(const std::string& table) {
  std::vector<std::string> names;
  for (const ResultColumn& column :
       connection_.columns_of("SELECT * FROM main." + exact_name(table, SqlDialect::duckdb))) {
    names.push_back(column.name);
  }
  return names;
}

}  // namespace rox
