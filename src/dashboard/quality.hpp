// The page Quality: every row read is loaded or rejected, and what the checks found.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <stop_token>
#include <string>

#include "dashboard/params.hpp"
#include "dashboard/rows.hpp"
#include "dashboard/snapshot.hpp"

namespace rox {

/// {"verdict","files":[…],"rejects":[{"table","code","rows"}],"relations":[…],"checks":… or null,"checks_problem":… or
/// null}.
nlohmann::ordered_json quality_json(const Snapshot& snapshot, const std::stop_token& gone = {});

/// Rejected rows with their raw text: table, offset, limit.
nlohmann::ordered_json rejects_json(const Snapshot& snapshot, const Params& params, const std::stop_token& gone = {});

/// All of them, or of the table, as a stream.
NextPiece rejects_pieces(std::shared_ptr<const Snapshot> snapshot, const Params& params, const PieceWriter& write,
                         const std::stop_token& gone);

/// The CSV of a check's failing rows, of the last run that made checks. Throws usage_error if there is none.
std::filesystem::path failing_rows_file(const Project& project, const std::string& check);

}  // namespace rox
