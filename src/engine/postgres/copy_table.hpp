// Rows of a model's table from DuckDB into PostgreSQL, by COPY in binary.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "engine/duckdb/duckdb.hpp"
#include "engine/postgres/postgres.hpp"
#include "model/model.hpp"

namespace rox {

/// Sends the rows of `select`, whose columns are those of `table`, in their order, by `copy` (COPY … FROM STDIN WITH
/// (FORMAT binary)). Counts in `sent` while it goes on; stops with an outside error once `stop` is set. Returns the
/// rows that the server took.
std::uint64_t copy_table(DuckDbConnection& from, const std::string& select, const Table& table, PostgresConnection& to,
                         const std::string& copy, std::atomic<std::uint64_t>& sent, const std::atomic<bool>& stop);

}  // namespace rox
