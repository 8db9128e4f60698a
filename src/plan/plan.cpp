#include "plan/plan.hpp"

#include <algorithm>

namespace rox {

const Mart& Plan::mart_of(const Step& step) const {
  return *std::find_if(marts.begin(), marts.end(), [&](const Mart& mart) { return mart.file.name == step.subject; });
}

const SqlFile& Plan::analysis_of(const Step& step) const {
  return *std::find_if(analyses.begin(), analyses.end(),
                       [&](const SqlFile& analysis) { return analysis.name == step.subject; });
}

bool Plan::is_due(StepKind kind) const {
  return std::any_of(steps.begin(), steps.end(), [&](const Step& step) { return step.kind == kind && step.due; });
}

bool Plan::changes_tables() const { return is_due(StepKind::load) || is_due(StepKind::relate) || !dropped.empty(); }

std::set<std::string> due_tables(const Plan& plan) {
  std::set<std::string> tables;
  for (const Step& step : plan.steps) {
    if (step.kind == StepKind::load && step.due) tables.insert(step.subject);
  }
  return tables;
}

}  // namespace rox
