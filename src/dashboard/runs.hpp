// The page Runs: what ran, what goes on, and the plan as a graph.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "dashboard/params.hpp"
#include "ledger/guard_result.hpp"
#include "project/project.hpp"

namespace rox {

/// The last runs, newest first; `limit` of them (30).
nlohmann::ordered_json runs_json(const Project& project, const Params& params);

/// One run. Throws usage_error if there is no such run.
nlohmann::ordered_json one_run_json(const Project& project, const std::string& run);

/// What a guard found, with it in words: "text" and "text_pt".
nlohmann::ordered_json guard_json(const GuardResult& result);

/// What `rox run` would do now, with which step needs which.
nlohmann::ordered_json plan_json(const Project& project, const Target& target);

}  // namespace rox
