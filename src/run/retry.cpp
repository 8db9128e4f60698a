#include "run/retry.hpp"

#include <algorithm>

#include "build/build.hpp"

namespace rox {
namespace {

/// Whether the run got as far as publishing what it made, so that only answers are missing. It may have been killed
/// before it could write that down.
bool has_published(const Project& project, const Target& target, const RunRecord& record) {
  const auto publish = std::find_if(record.steps.begin(), record.steps.end(),
                                    [](const StepResult& step) { return is_kind(step, StepKind::publish); });
  if (publish == record.steps.end() || publish->status == StepStatus::skipped) return false;
  return publish->status == StepStatus::done || !file_identity(build_file(project, target));
}

}  // namespace

RunOptions options_of(const std::string& command) {
  if (command == "load") return {command, {.marts = false, .checks = false, .answers = false}};
  if (command == "transform") return {command, {.loads = false, .checks = false, .answers = false}};
  if (command == "rollback") return {command, {.loads = false}};
  return {command, {}};
}

std::optional<RunRecord> last_run(const Project& project, const Target& target) {
  for (const std::string& run : list_runs(project.state_dir())) {
    RunRecord record = read_run(project.state_dir(), run);
    // Killed before it could say what it was: it did nothing yet, and a plain run does all.
    if (record.command.empty()) {
      record.command = "run";
      record.target = target.name;
    }
    const bool known = record.command == "run" || record.command == "load" || record.command == "transform";
    if (known && record.target == target.name) return record;
  }
  return std::nullopt;
}

std::optional<RunOptions> retry_options(const Project& project, const Target& target, const RunRecord& last) {
  if (last.status == RunStatus::done || last.status == RunStatus::unchanged || last.status == RunStatus::held)
    return std::nullopt;
  RunOptions again = options_of(last.command);
  again.retry = true;
  again.plan.full_refresh = last.full_refresh && !has_published(project, target, last);
  again.plan.selection = {last.select, last.exclude};
  return again;
}

}  // namespace rox
