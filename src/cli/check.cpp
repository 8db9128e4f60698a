// rox check: does the data hold what the model and checks/*.sql say?
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/file.hpp"
#include "base/terminal.hpp"
#include "cli/failing_rows.hpp"
#include "cli/output.hpp"
#include "cli/verbs.hpp"
#include "engine/open.hpp"
#include "model/model_file.hpp"
#include "pipeline/ledger.hpp"
#include "pipeline/recorder.hpp"
#include "quality/evaluate.hpp"
#include "quality/report.hpp"
#include "quality/select.hpp"
#include "quality/sql_checks.hpp"

namespace rox {
namespace {

constexpr std::size_t kShownRows = 10;

struct CheckOptions {
  std::vector<std::string> names;
  std::vector<std::string> tables;
  std::string severity;
  std::size_t limit = kShownRows;
  bool warn_error = false;
};

// ---- the record of the run ----

std::string step_name(const Check& check) { return "check." + check.name; }

/// rows_out: the failing rows. A warning is done: it fails nothing.
StepResult step_of(const CheckResult& result) {
  StepResult step;
  step.step = step_name(result.check);
  step.status = result.status > CheckStatus::warn ? StepStatus::failed : StepStatus::done;
  step.seconds = result.seconds;
  step.rows_out = result.failures;
  if (result.status == CheckStatus::fail) {
    step.error = fmt::format("{} failing rows: {}", human_count(result.failures), result.check.title);
  }
  if (result.error) step.error = result.error->report();
  return step;
}

std::size_t count_of(const std::vector<CheckResult>& results, CheckStatus status) {
  return static_cast<std::size_t>(
      std::count_if(results.begin(), results.end(), [&](const CheckResult& r) { return r.status == status; }));
}

void end_record(RunRecord& record, const ChecksReport& report) {
  const std::size_t failed = count_of(report.results, CheckStatus::fail);
  const std::size_t broken = count_of(report.results, CheckStatus::error);
  record.status = failed + broken > 0 ? RunStatus::failed : RunStatus::done;
  record.seconds = report.seconds;
  if (failed + broken > 0) record.error = fmt::format("{} checks failed, {} could not be evaluated", failed, broken);
}

ChecksReport run_checks(const Project& project, const Target& target, const std::vector<Check>& checks,
                        std::size_t limit) {
  const Stopwatch seconds;
  const std::unique_ptr<Engine> engine = open_for_reading(target, project.run);
  RunRecord record = new_record(project, target, "check");
  LedgerWriter ledger(project.state_dir(), record);
  EvaluateOptions options;
  options.shown = limit == 0 ? options.kept : std::min<std::uint64_t>(limit, options.kept);
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

// ---- for people ----

bool shares_a_line(const CheckResult& a, const CheckResult& b) {
  return a.status == CheckStatus::pass && b.status == CheckStatus::pass && a.check.kind == b.check.kind &&
         a.check.kind != CheckKind::sql && a.check.severity == b.check.severity && a.check.table() == b.check.table();
}

/// The model makes many checks that pass: those of one kind and table share a line, "Person.*.not_null (9 checks)".
void print_overview(const std::vector<CheckResult>& results, bool each) {
  using Align = TextTable::Align;
  TextTable table({{"check", Align::left},
                   {"severity", Align::left},
                   {"status", Align::left},
                   {"failing rows", Align::right},
                   {"time", Align::right}});
  for (auto first = results.begin(); first != results.end();) {
    auto end = std::next(first);
    double seconds = first->seconds;
    for (; !each && end != results.end() && shares_a_line(*first, *end); ++end) seconds += end->seconds;
    const auto number = std::distance(first, end);
    const Check& check = first->check;
    table.add_row(
        {number == 1 ? check.name : fmt::format("{}.*.{} ({} checks)", check.table(), to_string(check.kind), number),
         std::string(to_string(check.severity)), std::string(to_string(first->status)),
         first->status == CheckStatus::error ? "?" : human_count(first->failures), human_seconds(seconds)});
    first = end;
  }
  print(table.text(terminal_width()));
}

void print_summary(const ChecksReport& report) {
  const auto count = [&](CheckStatus status) { return count_of(report.results, status); };
  const std::size_t warnings = count(CheckStatus::warn);
  print(fmt::format("\n{} {} in {}: {} passed, {} {}, {} failed, {} could not be evaluated (run {})\n",
                    report.results.size(), report.results.size() == 1 ? "check" : "checks",
                    human_seconds(report.seconds), count(CheckStatus::pass), warnings,
                    warnings == 1 ? "warning" : "warnings", count(CheckStatus::fail), count(CheckStatus::error),
                    report.run));
}

void note_errors(const std::vector<CheckResult>& results) {
  for (const CheckResult& result : results) {
    if (result.error) note(fmt::format("error: check {}: {}", result.check.name, result.error->report()));
  }
}

// ---- the verb ----

std::vector<Check> chosen_checks(const Project& project, const Model& model, const CheckOptions& options,
                                 SqlDialect dialect) {
  CheckSelection selection{options.names, options.tables, std::nullopt};
  if (!options.severity.empty()) selection.severity = parse_severity(options.severity);
  std::vector<Check> checks;
  try {
    checks = all_checks(model, project.checks_dir(), dialect);
  } catch (Error& error) {
    if (!error.place().file.empty()) throw;
    throw std::move(error).at(project.model_file().string());
  }
  checks = select_checks(checks, selection, model);
  if (options.warn_error) {
    for (Check& check : checks) check.severity = Severity::error;
  }
  return checks;
}

ExitCode check(const CheckOptions& options, const GlobalOptions& globals) {
  const Project project = open_project(globals);
  const Model model = read_model(project.model_file());
  const Target& target = chosen_target(project, globals);
  const std::vector<Check> checks = chosen_checks(project, model, options, parse_sql_dialect(target.engine));
  const ChecksReport report = run_checks(project, target, checks, options.limit);
  if (globals.json) {
    print(checks_json(report, project.root));
    return exit_code(report.results);
  }
  if (!report.results.empty()) print_overview(report.results, globals.verbose);
  print_failing(report.results, project);
  print_summary(report);
  flush_output();  // on a terminal the errors then stand below
  note_errors(report.results);
  return exit_code(report.results);
}

}  // namespace

Action check_verb(Options& verb, const GlobalOptions& globals) {
  auto options = std::make_shared<CheckOptions>();
  verb.add("NAMES", options->names, "Checks by name, or the start of one (default: all)").value_name("");
  verb.add("--table", options->tables, "Only checks that read this table").value_name("NAME").one_at_a_time();
  verb.add("--severity", options->severity, "Only checks of this severity: error or warn").value_name("NAME");
  verb.add_flag("--warn-error", options->warn_error, "Take warnings for errors");
  verb.add("--limit", options->limit,
           fmt::format("Show at most N failing rows of a check, 0 for all that are kept (default: {})", kShownRows))
      .value_name("N")
      .not_negative();
  return [options, &globals] { return check(*options, globals); };
}

}  // namespace rox
