// Runs for machines: what `rox status --json` prints of them, and the dashboard reads. The format is a contract:
// docs/cli.md.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "ledger/ledger.hpp"

namespace rox {

nlohmann::ordered_json drift_json(const std::vector<Drift>& drift);

/// {"run","command","target","started","status","seconds","steps":[…],"drift":[…],"error"}.
nlohmann::ordered_json run_json(const RunRecord& record);

}  // namespace rox
