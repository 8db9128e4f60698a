// SQL that whoever looks at the dashboard writes: one statement that reads, with limits of rows and time.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <stop_token>

#include "dashboard/explore.hpp"
#include "dashboard/params.hpp"
#include "dashboard/snapshot.hpp"

namespace rox {

/// {"columns","rows","more","seconds"}. Throws usage_error with what the engine says of SQL that is wrong or writes.
nlohmann::ordered_json console_json(const Snapshot& snapshot, const Params& params, const std::stop_token& gone);
/// All rows.
NextPiece console_pieces(std::shared_ptr<const Snapshot> snapshot, const Params& params, const PieceWriter& write,
                         const std::stop_token& gone);

}  // namespace rox
