// Facts and pages as the API tells them (docs/openapi.json).
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "dashboard/dashboard.hpp"
#include "dashboard/figure_sql.hpp"

namespace rox {

nlohmann::ordered_json measure_json(const Measure& measure);
nlohmann::ordered_json dimension_json(const Dimension& dimension);
/// As a dimension.
nlohmann::ordered_json by_json(const By& by);
nlohmann::ordered_json dashboard_json(const Dashboard& dashboard, const std::string& id);

}  // namespace rox
