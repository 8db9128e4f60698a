// The page Answers: the project's questions, their SQL and rows, and on which engines they agree.
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <stop_token>
#include <string>

#include "base/pieces.hpp"
#include "dashboard/params.hpp"
#include "dashboard/rows.hpp"
#include "dashboard/snapshot.hpp"

namespace rox {

/// Every analysis with its title, question, SQL, parameters, and what reports/compare.json says of it. Needs no
/// warehouse.
nlohmann::ordered_json answers_json(const Project& project);

/// One answer's rows: offset, limit, and the analysis's parameters as param.NAME. Throws usage_error for an analysis
/// that there isn't.
nlohmann::ordered_json answer_json(const Snapshot& snapshot, const std::string& name, const Params& params,
                                   const std::stop_token& gone = {});

/// All of its rows, as stream_rows() gives them.
NextPiece answer_pieces(std::shared_ptr<const Snapshot> snapshot, const std::string& name, const Params& params,
                        const PieceWriter& write, const std::stop_token& gone);

}  // namespace rox
