// The rows that checks found wanting, for people.
#pragma once

#include <vector>

#include "project/project.hpp"
#include "quality/report.hpp"

namespace rox {

/// Of each check with failing rows: what it asks, the first few rows, and where all are kept.
void print_failing(const std::vector<CheckResult>& results, const Project& project);

}  // namespace rox
