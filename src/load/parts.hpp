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

}  // namespace rox
