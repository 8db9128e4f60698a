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

/// The part of it that is the filter.
SalesFilter parse_sales_filter(const Params& params);

/// docs/openapi.json has the format. Money is text with all its digits.
nlohmann::ordered_json sales_json(const Snapshot& snapshot, const SalesRequest& request);

}  // namespace rox
