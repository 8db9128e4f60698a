// What runs changed in the tables, as the warehouse remembers it (load/change_rows.hpp); nothing where it doesn't.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "dashboard/params.hpp"
#include "dashboard/snapshot.hpp"

namespace rox {

/// `run`: how many rows of each table it inserted, updated and deleted. With `table` those rows, a page of them, as
/// rows_json().
nlohmann::ordered_json changes_json(const Snapshot& snapshot, const Params& params, const std::stop_token& gone);

/// What became of the row with that key, by column, the oldest first: [{"run","time","change","before","after"}].
nlohmann::ordered_json row_changes_json(const Snapshot& snapshot, const std::string& table,
                                        const std::vector<std::pair<std::string, std::string>>& key);

}  // namespace rox
