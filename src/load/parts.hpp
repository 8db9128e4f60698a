// Tables that other processes read, each a part of the exports (docs/lake.md): rows as Parquet files, with the place
// that each has in its export, and the accounts of those files. What needs all rows of a table, repeated keys and
// orphans, is found here, by the same code as on one machine: the table is a view over the Parquet files, of which only
// the columns of keys are read, and rows that are rejected late are left out of the view.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "load/divide_exports.hpp"
#include "load/load_table.hpp"

namespace rox {

/// What was read of a table.
struct ReadParts {
  std::vector<std::filesystem::path> rows;  // Parquet: the table's columns, then rox_file, rox_offset
  std::vector<FileCounts> files;
  std::vector<Reject> rejects;
  std::string how;  // for people
};

using ReadElsewhere = std::function<ReadParts(const TableExports& exports)>;

/// Reads a part of one table's exports into its folder, which must not be there. Throws usage_error for a range of a
/// file that has none.
void read_part(const Project& project, const Model& model, const std::string& table, const ExportPart& part);

/// What read_part() left of these parts, which are settled, put together. Throws data_error if a file has changed since
/// it was listed.
ReadParts collect_parts(const TableExports& exports, const std::vector<ExportPart>& parts);

/// Replaces the table by a view of what was read. Throws as load_table().
LoadCounts load_parts(LoadContext& context, const Table& table, ReadParts parts);

}  // namespace rox
