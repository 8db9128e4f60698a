// What a run would do: its steps as values, and all that they work on. The planner makes it (planner.hpp).
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "guard/guard.hpp"
#include "ledger/drift.hpp"
#include "ledger/step.hpp"
#include "load/inputs.hpp"
#include "plan/marts.hpp"
#include "quality/check.hpp"
#include "sql/sql_file.hpp"

namespace rox {

struct Plan {
  std::vector<Step> steps;  // in an order in which they can be done
  LoadInputs inputs;
  std::vector<Drift> drift;                         // that the headers show
  std::map<std::string, std::string> fingerprints;  // of the tables and marts
  std::vector<Mart> marts;                          // in the order of their steps
  std::vector<Check> checks;                        // that the step `checks` evaluates
  Guards guards;                                    // of which the step `guards` judges those of rows
  std::vector<SqlFile> analyses;
  std::vector<std::string> dropped;        // tables of the warehouse that the model no longer has
  std::vector<std::string> dropped_marts;  // marts of the warehouse that marts/ no longer has
  std::vector<std::string> stale_marts;    // marts that will be out of date, because they aren't made
  std::string earlier_run;                 // that the tables go back to, in the place of loads
  bool fresh = false;                      // nothing of the warehouse there is stays

  /// Those of a step that makes a mart, or answers.
  const Mart& mart_of(const Step& step) const;
  const SqlFile& analysis_of(const Step& step) const;
  bool is_due(StepKind kind) const;
  bool changes_tables() const;
  /// Whether the warehouse changes.
  bool changes_warehouse() const { return is_due(StepKind::publish); }
};

/// The tables that are loaded anew.
std::set<std::string> due_tables(const Plan& plan);

}  // namespace rox
