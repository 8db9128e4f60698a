#include "build/temporary_objects.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "engine/duckdb/duckdb.hpp"

namespace rox {
namespace {

constexpr std::uint64_t kFew = 10'000;

}  // namespace

TemporaryObjects::Table TemporaryObjects::add_table(const std::string& name, const std::string& select) {
  Table table{expect_table(name)};
  const std::string create = fmt::format("CREATE TEMP TABLE {} AS {}", table.name, select);
  if (auto* duckdb = dynamic_cast<DuckDbConnection*>(connection_)) {  // which counts what it writes
    table.rows = duckdb->execute_counting(create);
  } else {
    connection_->execute(create);
    table.rows = static_cast<std::uint64_t>(query_integer(*connection_, "SELECT count(*) FROM " + table.name));
    // Whoever plans what it is joined with has to know how small it is; of a large one its size in bytes tells enough.
    if (table.rows <= kFew) connection_->execute("ANALYZE " + table.name);
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
