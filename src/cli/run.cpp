// rox run, rox load and rox transform: what changed, from the exports to the tables, from these to the marts, and with
// run from the exports to the answers. rox retry: what the last of these left undone. rox rollback: the tables as an
// earlier run left them. rox step: one step of `rox run`, for schedulers.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/file.hpp"
#include "base/interrupt.hpp"
#include "base/json.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "cli/drift.hpp"
#include "cli/failing_rows.hpp"
#include "cli/fetch_first.hpp"
#include "cli/histories.hpp"
#include "cli/output.hpp"
#include "cli/proof.hpp"
#include "cli/steps.hpp"
#include "cli/verbs.hpp"
#include "ledger/find_run.hpp"
#include "ledger/run_json.hpp"
#include "model/model_file.hpp"
#include "notify/notify.hpp"
#include "quality/held_keys.hpp"
#include "run/release.hpp"
#include "run/retry.hpp"
#include "run/run.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kStepCommand = "step";

Json orphans_json(const WarehouseState& warehouse) {
  Json list = Json::array();
  for (const RelationReport& report : warehouse.relations) {
    if (report.orphans == 0) continue;
    list.push_back({{"table", report.table},
                    {"columns", report.columns},
                    {"parent", report.parent},
                    {"parent_columns", report.parent_columns},
                    {"rows", report.orphans},
                    {"keys", report.keys},
                    {"examples", report.examples}});
  }
  return list;
}

std::string plural(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", human_count(count), count == 1 ? one : many);
}

/// What became of a table or mart.
std::string loaded_status(const RunReport& report, const std::string& name, std::string_view done) {
  for (const StepResult& step : report.record.steps) {
    if (step.step != name) continue;
    if (step.status != StepStatus::done) return std::string(to_string(step.status));
    if (step.how.empty()) return std::string(done);
    if (step.how.starts_with(done)) return step.how;
    return fmt::format("{}{} {}", done, step.how.starts_with("whole") ? "" : ":", step.how);
  }
  return std::string(to_string(StepStatus::unchanged));
}

void print_tables(const RunReport& report) {
  using Align = TextTable::Align;
  TextTable table(
      {{"table", Align::left}, {"loaded", Align::right}, {"rejected", Align::right}, {"status", Align::left}});
  std::uint64_t rows = 0;
  std::uint64_t rejects = 0;
  for (const auto& [name, loaded] : report.warehouse.tables) {
    table.add_row({name, human_count(loaded.counts.rows_out), human_count(loaded.counts.rejects),
                   loaded_status(report, StepId{StepKind::load, name}.name(), "loaded")});
    rows += loaded.counts.rows_out;
    rejects += loaded.counts.rejects;
  }
  table.add_row({"total", human_count(rows), human_count(rejects), ""});
  print(table.text(terminal_width()));
}

void print_marts(const RunReport& report) {
  if (report.warehouse.marts.empty()) return;
  using Align = TextTable::Align;
  TextTable table({{"mart", Align::left}, {"rows", Align::right}, {"status", Align::left}});
  for (const auto& [name, mart] : report.warehouse.marts) {
    table.add_row(
        {name, human_count(mart.counts.rows_out),
         mart.stale() ? "out of date" : loaded_status(report, StepId{StepKind::transform, name}.name(), "made")});
  }
  print(table.text(terminal_width()));
}

void print_orphans(const WarehouseState& warehouse) {
  for (const RelationReport& report : warehouse.relations) {
    if (report.orphans == 0) continue;
    print_text(fmt::format("orphans: {} of {} by {} ({}) without a row of {}: {}{}\n",
                           plural(report.orphans, "row", "rows"), report.table, report.columns,
                           plural(report.keys, "key", "different keys"), report.parent, printable(report.examples),
                           report.keys > 3 ? ", …" : ""));
  }
}

void print_answers(const RunRecord& record) {
  const auto answers = std::count_if(record.steps.begin(), record.steps.end(), [](const StepResult& step) {
    return is_kind(step, StepKind::analyze) && step.status == StepStatus::done;
  });
  if (answers > 0) print(fmt::format("answers: {} written to answers/\n", plural(answers, "file", "files")));
}

/// How the checks went: those with failing rows by name.
void print_checks(const RunReport& report) {
  if (!report.checks || report.checks->results.empty()) return;
  std::vector<std::string> failing;
  for (const CheckResult& result : report.checks->results) {
    if (result.failures == 0) continue;
    failing.push_back(fmt::format("{} ({})", result.check.name, plural(result.failures, "row", "rows")));
  }
  const std::size_t passed = report.checks->results.size() - failing.size();
  print_text(fmt::format("checks: {} passed{}\n", human_count(passed),
                         failing.empty() ? "" : fmt::format("; to look at with `rox check`: {}", join(failing, ", "))));
}

void print_ways_out(const WarehouseState& warehouse) {
  const auto with_rejects = [](const auto& table) { return table.second.counts.rejects > 0; };
  const auto tables = std::count_if(warehouse.tables.begin(), warehouse.tables.end(), with_rejects);
  if (tables == 0) return;
  const auto first = std::find_if(warehouse.tables.begin(), warehouse.tables.end(), with_rejects);
  print_text(fmt::format("rejected rows: rejects/{}.csv; correct their column 'mended', then `rox stage --replay`\n",
                         tables == 1 ? first->first : "*"));
}

/// Whether the run was about marts alone.
bool only_marts(const RunReport& report) { return report.record.command == "transform"; }

/// What the warehouse holds, as far as the run was about it.
std::string holdings(const RunReport& report) {
  std::uint64_t rows = 0;
  std::uint64_t rejects = 0;
  if (only_marts(report)) {
    for (const auto& [name, mart] : report.warehouse.marts) rows += mart.counts.rows_out;
    return fmt::format("{} in {}", plural(rows, "row", "rows"), plural(report.warehouse.marts.size(), "mart", "marts"));
  }
  for (const auto& [name, loaded] : report.warehouse.tables) {
    rows += loaded.counts.rows_out;
    rejects += loaded.counts.rejects;
  }
  return fmt::format("{} loaded, {} rejected in {}", plural(rows, "row", "rows"), human_count(rejects),
                     plural(report.warehouse.tables.size(), "table", "tables"));
}

std::uint64_t count_rejects(const RunReport& report) {
  std::uint64_t rejects = 0;
  for (const auto& [name, loaded] : report.warehouse.tables) rejects += loaded.counts.rejects;
  return rejects;
}

/// ", 12 rejected,": nobody should overlook it.
std::string rejected_text(const RunReport& report) {
  const std::uint64_t rejects = only_marts(report) ? 0 : count_rejects(report);
  return rejects == 0 ? "" : fmt::format(", {} rejected,", human_count(rejects));
}

std::string headline(const RunReport& report) {
  const RunRecord& record = report.record;
  const std::string seconds = human_seconds(record.seconds);
  switch (record.status) {
    case RunStatus::unchanged: return fmt::format("nothing to do: {}, as before ({})", holdings(report), seconds);
    case RunStatus::failed: return fmt::format("failed after {} (run {})", seconds, record.run);
    case RunStatus::held: return fmt::format("held after {} (run {})", seconds, record.run);
    default:
      return fmt::format("done{} in {}: {} (run {})", rejected_text(report), seconds, holdings(report), record.run);
  }
}

void print_done(const RunReport& report, const Project& project, const Target& target) {
  if (only_marts(report)) {
    print_marts(report);
    return;
  }
  print_tables(report);
  if (!report.warehouse.marts.empty()) print("\n");
  print_marts(report);
  print_histories(project, target);
  print_orphans(report.warehouse);
  print_checks(report);
  print_answers(report.record);
  print_ways_out(report.warehouse);
}

/// Not after each run: people who have read it and don't want it know.
void note_held_keys(const Project& project) {
  std::vector<HeldKey> keys = held_keys(read_model(project.model_file()), project.state_dir());
  std::erase_if(keys, [](const HeldKey& key) { return key.runs != kLongHeld; });
  if (!keys.empty()) note(held_keys_text(keys));
}

/// What a single step did.
void print_step(const RunReport& report) {
  for (const StepResult& step : report.record.steps) {
    print(fmt::format("{}: {}, {} in, {} out, {} rejected, {}\n", step.step, to_string(step.status),
                      plural(step.counts.rows_in, "row", "rows"), plural(step.counts.rows_out, "row", "rows"),
                      human_count(step.counts.rejects), human_seconds(step.seconds)));
  }
}

void print_failed_checks(const RunReport& report, const Project& project) {
  if (!report.checks || !report.error) return;
  std::vector<CheckResult> failed = report.checks->results;
  std::erase_if(failed, [](const CheckResult& result) { return result.status != CheckStatus::fail; });
  print_failing(failed, project);
}

void print_report(const RunReport& report, const Project& project, const Target& target) {
  print_failed_checks(report, project);
  if (report.record.command == kStepCommand) {
    print_step(report);
    return;
  }
  if (report.record.status == RunStatus::done) print_done(report, project, target);
  print_drift(report.record);
  print_text(headline(report) + "\n");
}

/// A failed analysis doesn't take the data back, and people should know.
void note_published(const RunRecord& record) {
  if (has_published(record)) note("the tables were loaded and published all the same: only answers are missing");
}

/// Whom it concerns. What can't be sent now is sent later, and is no reason to fail.
void tell(const Project& project, const Target& target, const GlobalOptions& globals, const Error* not_begun) {
  for (const std::string& warning : notify(project, target, std::chrono::system_clock::now(), not_begun)) {
    if (!globals.quiet) note("warning: " + warning);
  }
}

struct RunArguments {
  RunOptions options;
  std::optional<unsigned> threads;
  bool fail_on_reject = false;
  bool prove = false;
  bool no_fetch = false;
};

/// With the orphans that the warehouse has, the checks that have failing rows, if checks were due, and the proof, if
/// one was asked for.
void print_json(const RunReport& report, const std::optional<Proof>& proof, const Project& project) {
  Json json = run_json(report.record);
  json["orphans"] = orphans_json(report.warehouse);
  if (report.checks) {
    ChecksReport failing = *report.checks;
    std::erase_if(failing.results, [](const CheckResult& result) { return result.failures == 0; });
    json["failing_checks"] = results_json(failing.results, project.root);
  }
  if (proof) json["proof"] = proof_json(*proof);
  print(json_text(json) + "\n");
}

ExitCode run(const RunArguments& arguments, const GlobalOptions& globals) {
  Project project = open_project(globals);
  if (arguments.threads) project.run.threads = *arguments.threads;
  const RunOptions& options = arguments.options;
  const Target& target = chosen_target(project, globals);
  // Steps that are done one by one go on with the exports that the first one began with.
  const bool goes_on = !options.only.empty() && options.only != kBegin;
  if (options.plan.loads && !goes_on) fetch_first(project, globals, arguments.no_fetch);
  if (globals.dry_run) {
    const PlannedRun planned = plan_project(project, target, options);
    return show_plan(planned.plan, globals, planned.unfinished);
  }
  ProgressView progress(globals.show_progress());
  // Who does step by step has a scheduler that tells.
  const bool tells = options.command != kStepCommand;
  const RunReport report = [&] {
    try {
      return run_project(project, target, options, progress);
    } catch (const Error& error) {
      if (tells && !error.can_retry()) tell(project, target, globals, &error);
      throw;
    }
  }();
  std::optional<Proof> proof;
  if (arguments.prove && !report.error) proof = prove_warehouse(project, target);
  if (globals.json) {
    print_json(report, proof, project);
  } else if (!globals.quiet) {
    print_report(report, project, target);
    if (proof) print_proof(*proof);
  }
  if (!globals.quiet) {
    for (const std::string& warning : report.warnings) note("warning: " + warning);
    note_stale_marts(stale_marts(report.warehouse.marts));
    if (report.record.status == RunStatus::done && report.checks) note_held_keys(project);
  }
  if (tells && interrupt_signal() == 0) tell(project, target, globals, nullptr);
  if (!report.error) {
    if (proof) require_proof(*proof);
    return arguments.fail_on_reject && count_rejects(report) > 0 ? ExitCode::data : ExitCode::done;
  }
  flush_output();
  note_published(report.record);
  throw Error(*report.error);
}

/// How a run goes, whichever it is.
void add_manner(Options& verb, RunArguments& arguments) {
  verb.add_flag("--fail-fast", arguments.options.fail_fast, "Begin nothing else after the first failure");
  verb.add_flag("--fail-on-reject", arguments.fail_on_reject,
                "Exit with 1 if rows are rejected, though the others are published");
  verb.add("--threads", arguments.threads, "Threads to use (default: [run] threads)").value_name("N").between(1, 1024);
  add_wait(verb, arguments.options.lock_wait);
  if (arguments.options.plan.loads) add_no_fetch(verb, arguments.no_fetch);
}

Action define(Options& verb, const GlobalOptions& globals, RunOptions defaults,
              const std::shared_ptr<RunArguments>& arguments = std::make_shared<RunArguments>()) {
  arguments->options = std::move(defaults);
  PlanOptions& plan = arguments->options.plan;
  verb.add_flag("--full-refresh", plan.full_refresh, "Do all of it again, changed or not");
  add_selection(verb, plan.selection);
  add_manner(verb, *arguments);
  return [arguments, &globals] { return run(*arguments, globals); };
}

ExitCode retry(const RunArguments& arguments, const GlobalOptions& globals) {
  const Project project = open_project(globals);
  const Target& target = chosen_target(project, globals);
  const std::optional<RunRecord> last = last_run(project, target);
  if (!last) {
    throw usage_error(fmt::format("nothing ran yet on target {}", target.name))
        .hint("`rox run` loads and makes all of it");
  }
  std::optional<RunOptions> options = retry_options(project, target, *last);
  if (!options) {
    if (globals.json) {
      print(json_text(run_json(*last)) + "\n");
    } else {
      print(fmt::format("nothing to retry: run {} is {}\n", last->run, to_string(last->status)));
    }
    if (last->status == RunStatus::held && !globals.quiet) note("`rox release` publishes it, once somebody has looked");
    return ExitCode::done;
  }
  RunArguments again = arguments;
  options->fail_fast = arguments.options.fail_fast;
  options->lock_wait = arguments.options.lock_wait;
  again.options = std::move(*options);
  return run(again, globals);
}

ExitCode release(const RunArguments& arguments, const std::string& run_id, const GlobalOptions& globals) {
  const Project project = open_project(globals);
  const RunRecord held = run_id.empty()
                             ? last_held_run(project, chosen_target(project, globals))
                             : read_run(project.state_dir(), find_run(list_runs(project.state_dir()), run_id));
  GlobalOptions there = globals;
  if (project.targets.contains(held.target)) there.target = held.target;
  RunArguments again = arguments;
  again.options = release_options(project, chosen_target(project, there), held);
  again.options.lock_wait = arguments.options.lock_wait;
  return run(again, there);
}

}  // namespace

Action run_verb(Options& verb, const GlobalOptions& globals) {
  auto arguments = std::make_shared<RunArguments>();
  verb.add_flag("--prove", arguments->prove,
                "Then make all of it from the exports once more, beside the warehouse, and compare the two");
  return define(verb, globals, options_of("run"), arguments);
}

Action load_verb(Options& verb, const GlobalOptions& globals) { return define(verb, globals, options_of("load")); }

Action transform_verb(Options& verb, const GlobalOptions& globals) {
  return define(verb, globals, options_of("transform"));
}

Action rollback_verb(Options& verb, const GlobalOptions& globals) {
  auto arguments = std::make_shared<RunArguments>();
  arguments->options = options_of("rollback");
  verb.add("RUN", arguments->options.back_to, "Its id, the beginning of it, or 'last~1' for the one before the newest")
      .required();
  add_manner(verb, *arguments);
  return [arguments, &globals] {
    if (arguments->options.back_to.empty()) {
      throw usage_error("no run is named").hint("`rox changes` lists them; `rox rollback last~1` undoes the newest");
    }
    return run(*arguments, globals);
  };
}

Action step_verb(Options& verb, const GlobalOptions& globals) {
  auto arguments = std::make_shared<RunArguments>();
  arguments->options = options_of(std::string(kStepCommand));
  verb.add("STEP", arguments->options.only,
           "The step's name, as in `rox plan`; or `begin`, which only begins the next warehouse")
      .required();
  verb.add_flag("--full-refresh", arguments->options.plan.full_refresh,
                "With begin: redo all steps. With an analysis: answer it again");
  add_manner(verb, *arguments);
  return [arguments, &globals] { return run(*arguments, globals); };
}

Action release_verb(Options& verb, const GlobalOptions& globals) {
  auto arguments = std::make_shared<RunArguments>();
  auto run_id = std::make_shared<std::string>();
  verb.add("RUN", *run_id,
           "The held run, by its id or its beginning, last, last~1, … (default: the target's last one)");
  add_wait(verb, arguments->options.lock_wait);
  return [arguments, run_id, &globals] { return release(*arguments, *run_id, globals); };
}

Action retry_verb(Options& verb, const GlobalOptions& globals) {
  auto arguments = std::make_shared<RunArguments>();
  add_manner(verb, *arguments);
  return [arguments, &globals] { return retry(*arguments, globals); };
}

}  // namespace rox
