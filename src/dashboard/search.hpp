// What people type to find something: pages, tables, columns, measures, questions, and the names of members.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <stop_token>

#include "dashboard/params.hpp"
#include "dashboard/view.hpp"

namespace rox {

/// {"results":[{"kind",…}]} (docs/openapi.json): what begins with the text first. Values are looked for in a few tables
/// that name what facts are about.
nlohmann::ordered_json search_json(const View& view, const Params& params, const std::stop_token& gone);

}  // namespace rox
