// Plans for machines: what `rox plan --json` prints, and the dashboard reads. The format is a contract: docs/cli.md.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "plan/plan.hpp"

namespace rox {

/// The plan's steps: [{"step","due","reason","kind","subject","needs"}].
nlohmann::ordered_json steps_json(const Plan& plan);

}  // namespace rox
