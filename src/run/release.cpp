#include "run/release.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "run/retry.hpp"

namespace rox {
namespace {

Error not_held(const RunRecord& record) {
  return usage_error(fmt::format("run {} isn't held: it is {}", record.run, to_string(record.status)))
      .hint("`rox status` lists the runs");
}

}  // namespace

/// Of a step, too: guards are judged by one where others do the steps. A release that was killed or failed is asked for
/// again.
RunRecord last_held_run(const Project& project, const Target& target) {
  for (const std::string& run : list_runs(project.state_dir())) {
    RunRecord record = read_run(project.state_dir(), run);
    if (record.target != target.name) continue;
    if (record.status == RunStatus::held) return record;
    const bool ended = record.status == RunStatus::done || record.status == RunStatus::unchanged;
    if (!record.released.empty() && !ended) return read_run(project.state_dir(), record.released);
    if (record.command != "step") break;
  }
  const std::optional<RunRecord> last = last_run(project, target);
  if (!last) throw usage_error(fmt::format("nothing ran yet on target {}", target.name)).hint("`rox run` does");
  throw not_held(*last);
}

RunOptions release_options(const Project& project, const Target& target, const RunRecord& held) {
  if (held.status != RunStatus::held) throw not_held(held);
  RunOptions options = options_of(held.command == "load" || held.command == "transform" ? held.command : "run");
  options.plan.full_refresh = held.full_refresh;
  options.plan.selection = {held.select, held.exclude};
  options.retry = true;
  options.release = held.run;
  const PlannedRun planned = plan_project(project, target, options);
  const auto guards = std::find_if(planned.plan.steps.begin(), planned.plan.steps.end(),
                                   [](const Step& step) { return step.kind == StepKind::guard; });
  if (guards == planned.plan.steps.end() || !guards->due || guards->fingerprint != held.guards_fingerprint) {
    throw data_error(fmt::format("what would be published now isn't what run {} holds: exports, model.toml, marts or "
                                 "expect/*.toml changed since, or it is published already",
                                 held.run))
        .hint("`rox run` judges what is there now");
  }
  return options;
}

}  // namespace rox
