// The order lines behind a figure of the page Sales, and the line of an export behind an order line.
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <stop_token>
#include <string>

#include "base/pieces.hpp"
#include "dashboard/cube.hpp"
#include "dashboard/params.hpp"
#include "dashboard/snapshot.hpp"

namespace rox {

/// The order lines under the filter, from `offset` on. Sorted by day, newest first, or by revenue, greatest first.
struct LinesRequest {
  SalesFilter filter;
  bool by_revenue = false;
  std::uint64_t offset = 0;
  std::uint64_t limit = 100;
};

LinesRequest parse_lines_request(const Params& params);
nlohmann::ordered_json lines_json(const Snapshot& snapshot, const LinesRequest& request,
                                  const std::stop_token& gone = {});

/// The same rows as CSV, and as an Arrow stream with keys in the place of names, as stream_rows() gives them.
NextPiece lines_csv(std::shared_ptr<const Snapshot> snapshot, const LinesRequest& request, const std::stop_token& gone);
NextPiece lines_arrow(std::shared_ptr<const Snapshot> snapshot, const LinesRequest& request,
                      const std::stop_token& gone);

/// Where a line was exported: {"table","file","line","raw","fields":[[name, text]],"export_changed"}. Reads the exports
/// for it. Throws usage_error if the project doesn't say which table lines come from, or for a line that there isn't.
nlohmann::ordered_json origin_json(const Snapshot& snapshot, std::int64_t order, std::int64_t line);

}  // namespace rox
