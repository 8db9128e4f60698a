#include "cli/steps.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "cli/drift.hpp"
#include "ledger/run_json.hpp"
#include "plan/plan_json.hpp"
#include "run/retry.hpp"

namespace rox {

using Json = nlohmann::ordered_json;

namespace {

std::vector<std::string> names_of(const BuildProgress& journal) {
  std::vector<std::string> names;
  for (const auto& [name, entry] : journal.steps) names.push_back(name);
  return names;
}

}  // namespace

void ProgressView::step_finished(const StepResult&) {
  std::lock_guard lock(mutex_);
  bar_.clear();
}

void ProgressView::progress(const Step& step, std::uint64_t bytes, std::uint64_t total, std::uint64_t rows) {
  std::lock_guard lock(mutex_);
  bar_.update(step.name(), total > 0 ? static_cast<double>(bytes) / static_cast<double>(total) : -1, rows);
}

void add_selection(Options& verb, StepSelection& selection) {
  verb.add("-s,--select", selection.select,
           "Only these: NAME, tag:T, path:FILE, kind:K; +NAME with all it is made from, NAME+ with all made from it")
      .value_name("STEPS");
  verb.add("--exclude", selection.exclude, "Not these, in the same grammar").value_name("STEPS");
}

void add_wait(Options& verb, std::chrono::milliseconds& wait) {
  verb.add("--wait", wait, "Wait that long for another run of the project to end (default: 2)")
      .value_name("SECONDS")
      .between(0.0, 1e6);
}

void note_failed(const Project& project, const Target& target) {
  const std::optional<RunRecord> last = last_run(project, target);
  if (!last || last->status != RunStatus::failed || last->error.empty()) return;
  const std::string said = last->error.substr(0, last->error.find('\n'));
  note(fmt::format("the last run ({}) was stopped by: {}\n  `rox status last` says more; `rox retry` tries again",
                   last->run, said));
}

ExitCode show_plan(const Plan& plan, const GlobalOptions& globals, const std::optional<BuildProgress>& unfinished) {
  if (globals.json) {
    Json json{{"dry_run", true}, {"steps", steps_json(plan)}, {"drift", drift_json(plan.drift)}};
    if (unfinished) json["unfinished"] = {{"run", unfinished->build}, {"steps", names_of(*unfinished)}};
    print(json_text(json) + "\n");
    return ExitCode::done;
  }
  TextTable table({{"step"}, {"would be"}, {"because"}});
  for (const Step& step : plan.steps) table.add_row({step.name(), step.due ? "done" : "left out", step.reason});
  print(table.text(terminal_width()));
  for (const std::string& dropped : plan.dropped) {
    print(fmt::format("table {} would be dropped: the model no longer has it\n", dropped));
  }
  print_drift(plan.drift);
  if (unfinished && !unfinished->steps.empty()) {
    print(fmt::format("run {} left an unfinished build with {} of these steps done; the next run resumes it\n",
                      unfinished->build, unfinished->steps.size()));
  }
  for (const std::string& dropped : plan.dropped_marts) {
    print(fmt::format("mart {} would be dropped: its file is gone\n", dropped));
  }
  for (const std::string& stale : plan.stale_marts) {
    print(fmt::format("mart {} would be out of date until `rox transform`\n", stale));
  }
  return ExitCode::done;
}

}  // namespace rox
