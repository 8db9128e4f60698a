// A run that guards hold, published after somebody has looked.
#pragma once

#include <string>

#include "ledger/ledger.hpp"
#include "project/project.hpp"
#include "run/run.hpp"

namespace rox {

/// The last run of the target, if it is held; else usage_error.
RunRecord last_held_run(const Project& project, const Target& target);

/// The options of a run that publishes just what `held` would have, had no guard kept it. Throws usage_error if that
/// run isn't held, and data_error if something else would be published now.
RunOptions release_options(const Project& project, const Target& target, const RunRecord& held);

}  // namespace rox
