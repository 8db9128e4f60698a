// Runs and plans for machines: what `rox status --json` prints of runs, `rox plan --json` of steps, and the dashboard
// reads. The format is a contract: docs/cli.md.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "pipeline/ledger.hpp"
#include "pipeline/plan.hpp"

namespace rox {

nlohmann::ordered_json drift_json(const std::vector<Drift>& drift);

/// {"run","command","target","started","status","seconds","steps":[…],"drift":[…],"error"}.
nlohmann::ordered_json run_json(const RunRecord& record);

/// The plan's steps: [{"step","due","reason","kind","subject","needs"}].
nlohmann::ordered_json steps_json(const Plan& plan);

}  // namespace rox
