// Parts of a table that its exports had when it was loaded last, and have no more: their rows leave the table with
// them, which somebody should know.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "source/export.hpp"

namespace rox {

struct LoadedFile {
  std::string file;
  std::optional<std::uint64_t> rows;  // none: it isn't known how many
};

/// The files that the table's rows were read from last; empty if that isn't known.
using FilesBefore = std::function<std::vector<LoadedFile>(const std::string& table)>;

/// Those of `before` that aren't among the exports. None where the table was one file and is one: that is a dump of
/// today in place of yesterday's, however it is called.
std::vector<LoadedFile> gone_files(const std::vector<LoadedFile>& before, const TableExports& exports);

/// "a.csv (200 rows), b.csv (180 rows) and 3 more"; of none "".
std::string gone_text(const std::vector<LoadedFile>& gone);

}  // namespace rox
