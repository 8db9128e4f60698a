// Checks as a step of a run: evaluated on the private copy, before anybody can read it. Failing rows of a check of
// severity error keep the old warehouse; those of severity warn are reported.
//
// What the load has proven is not asked again: that primary keys are unique and no value is missing is checked row by
// row there, and orphans are counted by the step `relations`. Alternate keys only warn here: `rox model infer` states
// them by itself, and a run isn't stopped by what nobody wrote. `rox check` asks everything, as severe as
// docs/checks.md says.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "ledger/ledger.hpp"
#include "plan/quarantine.hpp"
#include "project/project.hpp"
#include "quality/check.hpp"
#include "quality/report.hpp"

namespace rox {

/// The project's checks that a load doesn't prove, for an engine of that dialect.
std::vector<Check> unproven_checks(const Project& project, const Model& model, SqlDialect dialect);

/// Evaluates them, but for those that are known to pass, and keeps failing rows (.rox/checks/<run>). What rejected rows
/// explain is a warning. `result`: rows_out is the number of failing rows.
ChecksReport evaluate_checks(Engine& engine, const Project& project, const std::vector<Check>& checks,
                             const std::set<std::string>& passing, Quarantine& quarantine, const std::string& run,
                             StepResult& result);

/// What people should know of checks that rejected rows explain.
std::vector<std::string> explained_checks(const ChecksReport& report);

/// Throws if a check of severity error has failing rows (data_error), or one couldn't be evaluated (its error).
void require_passed(const ChecksReport& report, const Project& project);

}  // namespace rox
