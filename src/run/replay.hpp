// Replay: rows of rejects/<table>.csv whose column `mended` somebody has corrected move to mends/<table>.csv, if they
// can be loaded now. From then on they belong to the project, and every load reads them in place of the bad records.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "project/project.hpp"
#include "source/field_map.hpp"
#include "source/reject_file.hpp"

namespace rox {

struct ReplayedRow {
  RejectRow row;
  std::string problem;  // why it still can't be loaded; empty: it was moved
};

struct Replay {
  std::vector<ReplayedRow> rows;  // the corrected ones
  std::uint64_t untouched = 0;    // rejects that nobody has corrected yet
};

/// Why `mended` isn't one good record of `table`; empty if it is. `map`: where the fields of its file go (null: as they
/// come). `scratch` is a file to write it to.
std::string problem_with(const Table& table, const Dialect& dialect, const std::string& mended,
                         const std::filesystem::path& scratch, const FieldMap* map = nullptr);

/// With `dry_run` nothing is moved. Takes the project's lock. Doing it twice changes nothing more.
Replay replay_mends(const Project& project, const Model& model, bool dry_run);

}  // namespace rox
