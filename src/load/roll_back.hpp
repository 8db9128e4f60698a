// A table of a local warehouse, brought back to the rows that an earlier run left (earlier_rows.hpp). What differs is
// then in its change tables, as after a load by changes.
#pragma once

#include <set>
#include <string>

#include "engine/duckdb/duckdb.hpp"
#include "load/load_table.hpp"
#include "model/model.hpp"

namespace rox {

/// The tables whose rows changed after that run, by what the warehouse remembers.
std::set<std::string> changed_after(Engine& engine, const std::string& run);

LoadCounts roll_back(DuckDbConnection& connection, const Table& table, const std::string& run);

}  // namespace rox
