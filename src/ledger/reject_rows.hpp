// The table of rejects in a warehouse's accounts.
#pragma once

#include <string>
#include <vector>

#include "engine/duckdb/duckdb.hpp"
#include "source/reject.hpp"

namespace rox {

/// Replaces the rows of `table` in rox.rejects.
void write_reject_rows(DuckDbConnection& connection, const std::string& run, const std::string& table,
                       const std::vector<Reject>& rejects);

/// Those of a table, in order of file and line, as a run kept them.
std::vector<Reject> read_reject_rows(DuckDbConnection& connection, const std::string& table);

/// Adds them to the accounts of any engine.
void insert_reject_rows(Engine& engine, const std::string& run, const std::vector<Reject>& rejects);
/// The same in the place of those of `tables`; without tables, nothing.
void replace_reject_rows(Engine& engine, const std::string& run, const std::vector<std::string>& tables,
                         const std::vector<Reject>& rejects);

}  // namespace rox
