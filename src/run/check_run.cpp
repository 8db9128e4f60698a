#include "run/check_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "base/clock.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "engine/open.hpp"
#include "ledger/recorder.hpp"
#include "quality/evaluate.hpp"

namespace rox {
namespace {

std::string step_name(const Check& check) { return "check." + check.name; }

/// rows_out: the failing rows. A warning is done: it fails nothing.
StepResult step_of(const CheckResult& result) {
  StepResult step;
  step.step = step_name(result.check);
  step.status = result.status > CheckStatus::warn ? StepStatus::failed : StepStatus::done;
  step.seconds = result.seconds;
  step.counts.rows_out = result.failures;
  if (result.status == CheckStatus::fail) {
    step.error = fmt::format("{} failing rows: {}", human_count(result.failures), result.check.title);
  }
  if (result.error) step.error = result.error->report();
  return step;
}

void end_record(RunRecord& record, const ChecksReport& report) {
  const std::size_t failed = count_of(report.results, CheckStatus::fail);
  const std::size_t broken = count_of(report.results, CheckStatus::error);
  record.status = failed + broken > 0 ? RunStatus::failed : RunStatus::done;
  record.seconds = report.seconds;
  if (failed + broken > 0) record.error = fmt::format("{} checks failed, {} could not be evaluated", failed, broken);
}

}  // namespace

std::size_t count_of(const std::vector<CheckResult>& results, CheckStatus status) {
  return static_cast<std::size_t>(
      std::count_if(results.begin(), results.end(), [&](const CheckResult& r) { return r.status == status; }));
}

ChecksReport check_project(const Project& project, const Target& target, const std::vector<Check>& checks,
                           std::size_t shown) {
  const Stopwatch seconds;
  const std::unique_ptr<Engine> engine = open_for_reading(target, project);
  RunRecord record = new_record(project, target, "check");
  LedgerWriter ledger(project.state_dir(), record);
  EvaluateOptions options;
  options.shown = shown == 0 ? options.kept : std::min<std::uint64_t>(shown, options.kept);
  options.rows_dir = check_rows_dir(project.state_dir(), record.run);
  options.started = [&](const Check& check) { ledger.step_started(step_name(check)); };
  options.finished = [&](const CheckResult& result) { ledger.step_finished(step_of(result)); };
  ChecksReport report;
  report.run = record.run;
  report.results = evaluate(*engine, checks, options);
  report.seconds = seconds();
  end_record(record, report);
  ledger.run_finished(record);
  prune_runs(project.state_dir(), project.run.keep_runs);
  keep_report(report, project.root, project.state_dir());
  return report;
}

}  // namespace rox
