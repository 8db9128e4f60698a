// What a command does when nothing else is said, and what it takes to do again what the last run left undone.
#pragma once

#include <optional>
#include <string>

#include "ledger/ledger.hpp"
#include "project/project.hpp"
#include "run/run.hpp"

namespace rox {

/// Of `rox run`, `load`, `transform` or `step`.
RunOptions options_of(const std::string& command);

/// The last run of the target that a retry can be about.
std::optional<RunRecord> last_run(const Project& project, const Target& target);

/// The options of a run that does what `last` left undone: as it was asked for, its work resumed. Empty if it ended
/// well, or waits to be released.
std::optional<RunOptions> retry_options(const Project& project, const Target& target, const RunRecord& last);

}  // namespace rox
