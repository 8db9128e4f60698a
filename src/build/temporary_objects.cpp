#include "build/temporary_objects.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "engine/duckdb/duckdb.hpp"

namespace rox {

TemporaryObjects::Table TemporaryObjects::add_table(const std::string& name, const std::string& select) {
  Table table{expect_table(name)};
  const std::string create = fmt::format("CREATE TEMP TABLE {} AS {}", table.name, select);
  if (auto* duckdb = dynamic_cast<DuckDbConnection*>(connection_)) {  // which counts what it writes
    table.rows = duckdb->execute_counting(create);
  } else {  // whoever plans what it is joined with has to know how small it is
    connection_->execute(create);
    connection_->execute("ANALYZE " + table.name);
    table.rows = static_cast<std::uint64_t>(query_integer(*connection_, "SELECT count(*) FROM " + table.name));
  }
  return table;
}

std::string TemporaryObjects::expect_table(const std::string& name) {
  std::string table = KeySql(connection_->dialect()).temporary(name);
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
