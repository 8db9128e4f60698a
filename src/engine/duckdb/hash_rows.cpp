#include "engine/duckdb/hash_rows.hpp"

#include <stdexcept>

namespace rox {

std::vector<std::vector<std::uint64_t>> fetch_hashes(DuckDbConnection& connection, const std::string& sql) {
  const auto rows = connection.query(sql);
  std::vector<std::vector<std::uint64_t>> columns(rows->columns().size());
  while (rows->next()) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const ColumnValues hashes = rows->column(c);
      if (hashes.layout != ValueLayout::uint64) throw std::logic_error("no hash: " + sql);
      const auto* values = static_cast<const std::uint64_t*>(hashes.values);
      columns[c].insert(columns[c].end(), values, values + rows->rows());
    }
  }
  return columns;
}

}  // namespace rox
