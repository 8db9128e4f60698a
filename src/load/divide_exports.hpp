// The exports of a table in parts that others read (load/parts.hpp): several files, or a range of one that is large.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "load/inputs.hpp"
#include "source/file_range.hpp"

namespace rox {

struct ExportPart {
  std::vector<std::string> files;      // by their names
  std::optional<RangeToRead> range{};  // of the only file
  std::filesystem::path folder{};      // what was read is there
  std::uint64_t lines_before = 0;      // to add to the lines that were counted in a range
};

/// A table's exports in order, in parts of about so many bytes. Files that are read as streams are in one part each.
std::vector<ExportPart> divide_exports(const TableExports& exports, const Dialect& dialect, std::uint64_t bytes,
                                       const std::filesystem::path& folder);

/// The names of those that are longer than a part, and in one nevertheless.
std::vector<std::string> undivided(const TableExports& exports, const Dialect& dialect, std::uint64_t bytes);

/// Compares the ranges of each file, once all parts are read, and takes out those in which no record begins. Returns
/// what has to be read again, each into a new folder, before it is settled: ranges that were read from a wrong place,
/// and those with mends, which are found by their lines. `dialect`: the folder's. Throws as a scan.
std::vector<ExportPart> settle_parts(const TableExports& exports, const LoadInputs& inputs, const Dialect& dialect,
                                     std::vector<ExportPart>& parts);

/// What a reading of a range says, beside its rows.
void write_read_range(const std::filesystem::path& folder, const ReadRange& read);

}  // namespace rox
