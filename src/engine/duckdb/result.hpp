// Streamed rows of DuckDB, for duckdb.hpp's implementation only.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "engine/duckdb/statement.hpp"
#include "engine/engine.hpp"

namespace rox {

/// Runs the statement. `columns` are what the caller is told (with_casts changes the types on the way);
/// `interrupted` says whether somebody asked the query to stop, and lives as long as `connection`, which is
/// kept alive as long as the rows.
std::unique_ptr<Result> run_streaming(DuckDbStatement statement, std::vector<ResultColumn> columns,
                                      std::shared_ptr<void> connection, const std::atomic<bool>& interrupted);

}  // namespace rox
