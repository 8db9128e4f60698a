// Checks as a run of their own: evaluated on what is published, and recorded in the ledger. Nothing is changed, so the
// project's lock isn't taken.
#pragma once

#include <cstddef>
#include <vector>

#include "project/project.hpp"
#include "quality/check.hpp"
#include "quality/report.hpp"

namespace rox {

/// Evaluates the checks and keeps their failing rows (.rox/checks/<run>), of each at least `shown` in the report (0:
/// all that are kept). Throws what keeps all of them from being asked; one that can't be is in the report.
ChecksReport check_project(const Project& project, const Target& target, const std::vector<Check>& checks,
                           std::size_t shown);

/// How many of the results are so.
std::size_t count_of(const std::vector<CheckResult>& results, CheckStatus status);

}  // namespace rox
