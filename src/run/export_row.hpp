// One row of the warehouse, found again in the export that it came from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/model.hpp"
#include "project/project.hpp"

namespace rox {

struct ExportRow {
  std::string file;
  std::uint64_t line = 0;                                                  // where its record begins
  std::string raw;                                                         // the record as it is in the export
  std::vector<std::pair<std::string, std::optional<std::string>>> values;  // by column, as they are loaded
  bool changed = false;  // the exports aren't those that the table was loaded from
};

/// Reads the exports of `table` for the row whose columns have these values, as texts; the first, if there are several.
/// Empty if there is none. `fingerprint`: of the table as it was loaded. Throws what reading exports throws, and
/// usage_error for a table or column that the model doesn't have.
std::optional<ExportRow> find_export_row(const Project& project, const Target& target, const std::string& table,
                                         const std::vector<std::pair<std::string, std::string>>& key,
                                         const std::string& fingerprint);

}  // namespace rox
