#include "plan/guards.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"
#include "guard/words.hpp"

namespace rox {
namespace {

std::set<std::string> made_anew(const Plan& plan) {
  std::set<std::string> names = due_tables(plan);
  for (const Step& step : plan.steps) {
    if (step.kind == StepKind::transform && step.due) names.insert(step.subject);
  }
  return names;
}

/// Whether it takes the ledger to judge it.
bool compares_days(const Guard& guard) {
  return guard.usual || guard.measure == GuardMeasure::new_rows || guard.measure == GuardMeasure::new_sum;
}

}  // namespace

std::vector<GuardResult> evaluate_guards(Engine& engine, const Project& project, const std::string& target,
                                         const Plan& plan, bool released, Time now) {
  const std::set<std::string> subjects = made_anew(plan);
  std::vector<Guard> asked = plan.guards.list;
  std::erase_if(asked, [&](const Guard& guard) { return !guard.is_about_rows() || !subjects.contains(guard.subject); });
  LedgerLevels levels;
  if (std::any_of(asked.begin(), asked.end(), compares_days)) {
    levels = read_levels(project.state_dir(), target, local_time(now).day);
  }
  std::vector<GuardResult> results = judge_rows(plan.guards, subjects, measure(engine, asked), levels, now);
  for (GuardResult& result : results) {
    if (released && result.verdict == GuardVerdict::hold) result.verdict = GuardVerdict::released;
  }
  return results;
}

std::vector<std::string> guard_warnings(const std::vector<GuardResult>& results) {
  std::vector<std::string> warnings;
  for (const GuardResult& result : results) {
    if (result.verdict != GuardVerdict::warn && result.verdict != GuardVerdict::released) continue;
    warnings.push_back(fmt::format("guard {}{}: {}", result.guard,
                                   result.verdict == GuardVerdict::released ? " (released)" : "",
                                   guard_text(result, Language::english)));
  }
  return warnings;
}

void require_not_held(const std::vector<GuardResult>& results, const std::string& run) {
  std::vector<std::string> reasons;
  for (const GuardResult& result : results) {
    if (result.verdict != GuardVerdict::hold) continue;
    std::string reason = fmt::format("{} ({})", result.guard, guard_text(result, Language::english));
    if (!result.meaning.empty()) reason += ": " + result.meaning;
    reasons.push_back(std::move(reason));
  }
  if (reasons.empty()) return;
  throw data_error(fmt::format("held by {}: {}",
                               reasons.size() == 1 ? "a guard" : fmt::format("{} guards", reasons.size()),
                               join(reasons, "; ")))
      .hint(fmt::format("the warehouse is as it was. Look at what came: if it is right, `rox release {}` publishes it; "
                        "if not, export it again and run again",
                        run));
}

}  // namespace rox
