// Tables that other processes read, each some of the exports (docs/lake.md): rows as Parquet files, with the place that
// each has in its export, and the accounts of those files. What needs all rows of a table, repeated keys and orphans,
// is found here, by the same code as on one machine: the table is a view over the Parquet files, of which only the
// columns of keys are read, and rows that are rejected late are left out of the view.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "load/load_table.hpp"

namespace rox {

/// What was read of a table.
struct ReadParts {
  std::vector<std::filesystem::path> rows;  // Parquet: the table's columns, then rox_file, rox_line, rox_offset
  std::vector<FileCounts> files;
  std::vector<Reject> rejects;
};

using ReadElsewhere = std::function<ReadParts(const TableExports& exports)>;

/// Reads these exports of one table, by their names, into `folder`, which must not be there.
void read_part(const Project& project, const Model& model, const std::string& table,
               const std::vector<std::string>& files, const std::filesystem::path& folder);

/// What read_part() left in these folders, put together.
ReadParts collect_parts(const std::string& table, const std::vector<std::filesystem::path>& folders);

/// Replaces the table by a view of what was read. Throws as load_table().
LoadCounts load_parts(LoadContext& context, const Table& table, ReadParts parts);

/// The Parquet files of such a table; none if it is a table of its own.
std::vector<std::filesystem::path> parts_of(DuckDbConnection& connection, const std::string& table);

/// The SELECT of the places of its rows that are left out; empty if there are none.
std::string left_out_rows(DuckDbConnection& connection, const std::string& table);

/// Leaves out the rows of rox_again that `condition` picks. False if it is a table of its own.
bool leave_out(DuckDbConnection& connection, const Table& table, const std::string& condition);

}  // namespace rox
