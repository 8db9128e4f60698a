// Runs for machines: what `rox status --json` prints of them, and the dashboard reads. The format is a contract:
// docs/cli.md.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "ledger/ledger.hpp"

namespace rox {

nlohmann::ordered_json drift_json(const std::vector<Drift>& drift);

nlohmann::ordered_json guards_json(const std::vector<GuardResult>& results);

/// {"run","command","target","started","status","seconds","steps":[…],"drift":[…],"guards":[…],"error"}, and
/// "released", the held run that it published.
nlohmann::ordered_json run_json(const RunRecord& record);

}  // namespace rox
