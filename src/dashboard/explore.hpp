// Any question to a fact or table, as its address asks it: figures, the values to choose from, the rows behind, and
// where a row comes from.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <stop_token>
#include <string>

#include "base/pieces.hpp"
#include "dashboard/params.hpp"
#include "dashboard/rows.hpp"
#include "dashboard/view.hpp"

namespace rox {

nlohmann::ordered_json explore_json(const View& view, const Params& params, const std::stop_token& gone);
/// All rows of the figure.
NextPiece explore_pieces(const View& view, const Params& params, const PieceWriter& write, const std::stop_token& gone);

/// {"dimension","values":[{"value","label","rows"}],"more","missing"}
nlohmann::ordered_json values_json(const View& view, const Params& params, const std::stop_token& gone);

/// A page of the rows that a selection is about, and for each what leads to its export.
nlohmann::ordered_json fact_rows_json(const View& view, const Params& params, const std::stop_token& gone);
/// All of them, however many.
NextPiece fact_rows_pieces(const View& view, const Params& params, const PieceWriter& write,
                           const std::stop_token& gone);

/// {"table","file","line","raw","values","export_changed"} of the row whose key the parameters have.
nlohmann::ordered_json row_origin_json(const Snapshot& snapshot, const Params& params);

}  // namespace rox
