#include "build/temporary_objects.hpp"

#include <fmt/format.h>

#include "sql/quote.hpp"

namespace rox {
namespace {

std::string temporary_name(const std::string& name) { return "temp.main." + exact_name(name, SqlDialect::duckdb); }

}  // namespace

TemporaryObjects::Table TemporaryObjects::add_table(const std::string& name, const std::string& select) {
  Table table{expect_table(name)};
  table.rows = connection_->execute_counting(fmt::format("CREATE TEMP TABLE {} AS {}", table.name, select));
  return table;
}

std::string TemporaryObjects::expect_table(const std::string& name) {
  std::string table = temporary_name(name);
  drops_.push_back("DROP TABLE IF EXISTS " + table);
  return table;
}

void TemporaryObjects::clear() {
  for (auto drop = drops_.rbegin(); drop != drops_.rend(); ++drop) {
    try {
      connection_->execute(*drop);
    } catch (const Error&) {
    }
  }
  drops_.clear();
}

}  // namespace rox
