// The page Sales: figures and charts under a filter, and the order lines behind them.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "dashboard/calendar.hpp"
#include "dashboard/cube.hpp"
#include "dashboard/params.hpp"
#include "dashboard/snapshot.hpp"

namespace rox {

/// What a view of the page asks for.
struct SalesRequest {
  SalesFilter filter;
  Grain grain = Grain::day;
  std::size_t top = 100;  // how many customers and products at most
};

/// from, to (days), channel (online, reseller), territory, customer, product (keys), category, product_line,
/// days_to_make (values), each as often as wanted; grain, top. Throws usage_error.
SalesRequest parse_sales_request(const Params& params);

/// docs/openapi.json has the format. Money is text with all its digits.
nlohmann::ordered_json sales_json(const Snapshot& snapshot, const SalesRequest& request);

/// The order lines under the filter, from `offset` on. Sorted by day, newest first, or by revenue, greatest first.
struct LinesRequest {
  SalesFilter filter;
  bool by_revenue = false;
  std::uint64_t offset = 0;
  std::uint64_t limit = 100;
};

LinesRequest parse_lines_request(const Params& params);
nlohmann::ordered_json lines_json(const Snapshot& snapshot, const LinesRequest& request);

/// The same rows as an Arrow stream, with keys in the place of names.
std::string lines_arrow(const Snapshot& snapshot, const LinesRequest& request);

/// Where a line was exported: {"table","file","line","raw","fields":[[name, text]],"export_changed"}. Reads the exports
/// for it. Throws usage_error if the project doesn't say which table lines come from, or for a line that there isn't.
nlohmann::ordered_json origin_json(const Snapshot& snapshot, std::int64_t order, std::int64_t line);

}  // namespace rox
