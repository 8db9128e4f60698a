// Windows whose values depend on which of equal rows comes first (row_number, lag, sums over so many rows): they give
// the same each time only if no rows of a partition are equal in its order.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "build/plan_paths.hpp"

namespace rox {

/// What has to hold: no two rows of the table have the same there.
struct UniqueRows {
  std::string table;
  std::vector<std::string> columns;
};

/// What has to hold for the order of all windows to leave nothing open; nothing if that can't be told.
std::optional<std::vector<UniqueRows>> find_order_conditions(PlanIndex& plan, const PlanNode& root);

}  // namespace rox
