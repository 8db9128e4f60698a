// Tables whose rows are in Parquet files that others wrote (load/parts.hpp): views over them, without the rows that
// were rejected since. A row is told by its place in its export, which the files have as rox_file and rox_offset.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/duckdb/duckdb.hpp"
#include "model/model.hpp"

namespace rox {

/// Makes the table a view of all rows of these files.
void view_parts(DuckDbConnection& connection, const Table& table, const std::vector<std::filesystem::path>& parts);

/// The Parquet files of such a table; none if it is a table of its own.
std::vector<std::filesystem::path> parts_of(DuckDbConnection& connection, const std::string& table);

/// Leaves out the rows of rox_again (load/load_table.hpp) that `condition` picks. False if it is a table of its own.
bool leave_out(DuckDbConnection& connection, const Table& table, const std::string& condition);

/// The SELECT of the places of its rows that are left out; empty if there are none.
std::string left_out_rows(DuckDbConnection& connection, const std::string& table);

}  // namespace rox
