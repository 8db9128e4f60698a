// Reconciliation of a project: its exports are read once more, and what an engine holds is compared with them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "project/project.hpp"
#include "quality/reconcile_report.hpp"

namespace rox {

/// Compares the tables that are named (all, if none is) on `engine` (an engine or target of the project) with the
/// exports, as `target` loads them, and writes reports/reconcile.{md,html,json}. `now`: told what is being read.
ReconciliationReport reconcile_project(const Project& project, const Target& target, const std::string& engine,
                                       const std::vector<std::string>& tables,
                                       const std::function<void(const std::string& what)>& now);

}  // namespace rox
