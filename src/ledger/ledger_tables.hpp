// The ledger as tables, to ask it with SQL: how long did the loads of the last month take, which check fails most
// often?
#pragma once

#include <filesystem>

#include "engine/duckdb/duckdb.hpp"

namespace rox {

/// A database in memory that nobody else sees, with the tables
///
///     runs (run, command, target, version, full_refresh, started, status, seconds, error)
///     steps (run, step, status, seconds, rows_in, rows_out, rejects, bytes, error)
///     drift (run, "table", "column", kind, action, detail)
///     guards (run, guard, subject, "column", measure, verdict, value, level, least, most)
///
/// of all runs that the ledger has, those that go on too. SQL in it reads no files.
DuckDbConnection ledger_tables(const std::filesystem::path& state_dir);

}  // namespace rox
