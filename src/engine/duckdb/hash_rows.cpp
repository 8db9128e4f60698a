#include "engine/duckdb/hash_rows.hpp"

#include <stdexcept>

#include "engine/duckdb/result.hpp"

namespace rox {

std::vector<std::vector<std::uint64_t>> fetch_hashes(DuckDbConnection& connection, const std::string& sql) {
  PlainResult rows;
  if (duckdb_query(connection.handle(), sql.c_str(), &rows.result) != DuckDBSuccess) {
    throw duckdb_error(duckdb_result_error(&rows.result));
  }
  std::vector<std::vector<std::uint64_t>> columns(duckdb_column_count(&rows.result));
  for (idx_t c = 0; c < columns.size(); ++c) {
    if (duckdb_column_type(&rows.result, c) != DUCKDB_TYPE_UBIGINT) throw std::logic_error("no hash: " + sql);
  }
  while (duckdb_data_chunk chunk = duckdb_fetch_chunk(rows.result)) {
    const idx_t size = duckdb_data_chunk_get_size(chunk);
    for (idx_t c = 0; c < columns.size(); ++c) {
      const auto* values =
          static_cast<const std::uint64_t*>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(chunk, c)));
      columns[c].insert(columns[c].end(), values, values + size);
    }
    duckdb_destroy_data_chunk(&chunk);
  }
  return columns;
}

}  // namespace rox
