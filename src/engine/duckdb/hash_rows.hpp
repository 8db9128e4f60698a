// Rows as 64-bit hashes, a column at a time: what tests of uniqueness need, without a text for each value.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/duckdb/duckdb.hpp"

namespace rox {

/// Runs `sql`, each of whose columns is a UBIGINT that is never NULL (DuckDB's hash() is), and returns its columns.
std::vector<std::vector<std::uint64_t>> fetch_hashes(DuckDbConnection& connection, const std::string& sql);

}  // namespace rox
