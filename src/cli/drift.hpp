// How verbs show drift.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "pipeline/drift.hpp"

namespace rox {

nlohmann::ordered_json drift_json(const std::vector<Drift>& drift);

/// "drift: Sale.Note: new in Sale.csv: ignored", a line each.
void print_drift(const std::vector<Drift>& drift);

}  // namespace rox
