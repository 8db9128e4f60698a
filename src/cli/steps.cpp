#include "cli/steps.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/drift.hpp"

namespace rox {

using Json = nlohmann::ordered_json;

void ProgressView::step_finished(const StepResult&) {
  std::lock_guard lock(mutex_);
  bar_.clear();
}

void ProgressView::progress(const Step& step, std::uint64_t bytes, std::uint64_t total, std::uint64_t rows) {
  std::lock_guard lock(mutex_);
  bar_.update(step.name, total > 0 ? static_cast<double>(bytes) / static_cast<double>(total) : -1, rows);
}

void add_selection(CLI::App& app, StepSelection& selection) {
  app.add_option(
         "-s,--select", selection.select,
         "Only these: NAME, tag:T, path:FILE, kind:K; +NAME with all it is made from, NAME+ with all made from it")
      ->type_name("STEPS");
  app.add_option("--exclude", selection.exclude, "Not these, in the same grammar")->type_name("STEPS");
}

void add_wait(CLI::App& app, std::chrono::milliseconds& wait) {
  app.add_option_function<double>(
         "--wait",
         [&wait](const double& seconds) {
           wait = std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
         },
         "Wait that long for another run of the project to end (default: 2)")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.0, 1e6));
}

ExitCode show_plan(const Plan& plan, const GlobalOptions& globals) {
  if (globals.json) {
    Json steps = Json::array();
    for (const Step& step : plan.steps) {
      steps.push_back({{"step", step.name},
                       {"due", step.due},
                       {"reason", step.reason},
                       {"kind", to_string(step.kind)},
                       {"subject", step.subject},
                       {"needs", step.needs}});
    }
    print(Json{{"dry_run", true}, {"steps", steps}, {"drift", drift_json(plan.drift)}}.dump() + "\n");
    return ExitCode::done;
  }
  TextTable table({{"step"}, {"would be"}, {"because"}});
  for (const Step& step : plan.steps) table.add_row({step.name, step.due ? "done" : "left out", step.reason});
  print(table.text(terminal_width()));
  for (const std::string& dropped : plan.dropped) {
    print(fmt::format("table {} would be dropped: the model no longer has it\n", dropped));
  }
  print_drift(plan.drift);
  for (const std::string& dropped : plan.dropped_marts) {
    print(fmt::format("mart {} would be dropped: its file is gone\n", dropped));
  }
  for (const std::string& stale : plan.stale_marts) {
    print(fmt::format("mart {} would be out of date until `rox transform`\n", stale));
  }
  return ExitCode::done;
}

}  // namespace rox
