// Guards as a step of a run: judged on what was made, before anybody can read it. One that holds keeps the old
// warehouse until what it found is corrected or somebody has looked (`rox release`); the build stays for that.
#pragma once

#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "guard/judge.hpp"
#include "plan/plan.hpp"
#include "project/project.hpp"

namespace rox {

/// Of the tables and marts that the plan makes anew, as the engine has them. `released`: what would be held was looked
/// at.
std::vector<GuardResult> evaluate_guards(Engine& engine, const Project& project, const std::string& target,
                                         const Plan& plan, bool released, Time now);

/// What people should know of guards that don't hold.
std::vector<std::string> guard_warnings(const std::vector<GuardResult>& results);

/// Throws a data_error if one holds.
void require_not_held(const std::vector<GuardResult>& results, const std::string& run);

}  // namespace rox
