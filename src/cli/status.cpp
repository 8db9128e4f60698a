// rox status: what ran, how long, how many rows.
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "base/json.hpp"
#include "base/terminal.hpp"
#include "cli/drift.hpp"
#include "cli/histories.hpp"
#include "cli/output.hpp"
#include "cli/steps.hpp"
#include "cli/verbs.hpp"
#include "guard/words.hpp"
#include "ledger/accounts.hpp"
#include "ledger/find_run.hpp"
#include "ledger/ledger.hpp"
#include "ledger/run_json.hpp"
#include "ledger/target_state.hpp"
#include "model/model_file.hpp"
#include "quality/held_keys.hpp"
#include "run/retry.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;
using Align = TextTable::Align;

struct StatusOptions {
  std::string run;
  std::size_t last = 10;
};

struct Totals {
  std::uint64_t rows = 0;
  std::uint64_t rejects = 0;
};

/// Of what was read from exports: later steps pass the same rows on.
Totals totals_of(const RunRecord& record) {
  Totals totals;
  for (const StepResult& step : record.steps) {
    const bool reads = is_kind(step, StepKind::load) || is_kind(step, StepKind::stage);
    if (reads) totals.rows += step.counts.rows_out;
    if (reads || is_kind(step, StepKind::relate)) totals.rejects += step.counts.rejects;
  }
  return totals;
}

/// "done, 12 rejected": nobody should overlook it.
std::string status_text(const RunRecord& record) {
  const std::uint64_t rejects = totals_of(record).rejects;
  const bool ended_well = record.status == RunStatus::done || record.status == RunStatus::unchanged;
  return fmt::format("{}{}", to_string(record.status),
                     ended_well && rejects > 0 ? fmt::format(", {} rejected", human_count(rejects)) : "");
}

void show_run(const RunRecord& record) {
  print(fmt::format("run {}: {} of target {}, started {}, {}{}\n", record.run, record.command, record.target,
                    record.started, status_text(record),
                    record.seconds > 0 ? " after " + human_seconds(record.seconds) : ""));
  TextTable table({{"step", Align::left},
                   {"status", Align::left},
                   {"time", Align::right},
                   {"rows in", Align::right},
                   {"rows out", Align::right},
                   {"rejected", Align::right},
                   {"size", Align::right}});
  for (const StepResult& step : record.steps) {
    table.add_row({step.step, std::string(to_string(step.status)), human_seconds(step.seconds),
                   human_count(step.counts.rows_in), human_count(step.counts.rows_out),
                   human_count(step.counts.rejects), step.counts.bytes > 0 ? human_bytes(step.counts.bytes) : ""});
  }
  if (!record.steps.empty()) print(table.text(terminal_width()));
  for (const StepResult& step : record.steps) {
    if (!step.how.empty()) print_text(fmt::format("{}: {}\n", step.step, step.how));
  }
  print_drift(record);
  for (const GuardResult& guard : record.guards) {
    if (guard.verdict == GuardVerdict::pass) continue;
    print_text(
        fmt::format("guard {}: {}: {}\n", guard.guard, to_string(guard.verdict), guard_text(guard, Language::english)));
  }
  if (!record.released.empty()) print(fmt::format("it published run {}, which was held\n", record.released));
  if (!record.error.empty()) print_text(record.error + "\n");
}

/// What of the ledger couldn't be read.
void note_damage(const std::vector<RunRecord>& records) {
  for (const RunRecord& record : records) {
    if (!record.damage.empty()) note("warning: passed over " + printable(record.damage));
  }
}

void show_runs(const std::vector<RunRecord>& records) {
  TextTable table({{"run", Align::left},
                   {"command", Align::left},
                   {"target", Align::left},
                   {"status", Align::left},
                   {"time", Align::right},
                   {"rows", Align::right},
                   {"rejected", Align::right}});
  for (const RunRecord& record : records) {
    const Totals totals = totals_of(record);
    table.add_row({record.run, record.command, record.target, status_text(record), human_seconds(record.seconds),
                   human_count(totals.rows), human_count(totals.rejects)});
  }
  print(table.text(terminal_width()));
}

/// The marts that are out of date, as far as that is known without opening the warehouse.
std::vector<std::string> known_stale_marts(const Project& project, const Target& target) {
  const TargetState state = read_target_state(project.state_dir(), target.name);
  return stale_marts(state.warehouse.marts);
}

/// That yesterday's warehouse is shown, and how to go on.
void note_held(const Project& project, const Target& target) {
  const std::optional<RunRecord> last = last_run(project, target);
  if (!last || last->status != RunStatus::held) return;
  note(
      fmt::format("run {} is held, the warehouse is as it was before: `rox status {}` says why, `rox release` "
                  "publishes it",
                  last->run, last->run));
}

ExitCode status(const StatusOptions& options, const GlobalOptions& globals) {
  const Project project = open_project(globals);
  if (!options.run.empty()) {
    const RunRecord record = read_run(project.state_dir(), find_run(list_runs(project.state_dir()), options.run));
    if (globals.json) {
      print(json_text(run_json(record)) + "\n");
    } else {
      show_run(record);
      note_damage({record});
    }
    return ExitCode::done;
  }
  std::vector<RunRecord> records;
  for (const std::string& run : list_runs(project.state_dir())) {
    if (records.size() == options.last) break;
    records.push_back(read_run(project.state_dir(), run));
  }
  if (globals.json) {
    Json runs = Json::array();
    for (const RunRecord& record : records) runs.push_back(run_json(record));
    print(json_text(runs) + "\n");
  } else if (records.empty()) {
    print("nothing ran yet: `rox run` loads the exports and answers the questions\n");
  } else {
    show_runs(records);
    note_damage(records);
    if (globals.quiet) return ExitCode::done;
    note_held(project, chosen_target(project, globals));
    note_failed(project, chosen_target(project, globals));
    note_histories(project, chosen_target(project, globals));
    note_stale_marts(known_stale_marts(project, chosen_target(project, globals)));
    const std::string held = held_keys_text(held_keys(read_model(project.model_file()), project.state_dir()));
    if (!held.empty()) note(held);
  }
  return ExitCode::done;
}

}  // namespace

Action status_verb(Options& verb, const GlobalOptions& globals) {
  auto options = std::make_shared<StatusOptions>();
  verb.add(
      "RUN", options->run,
      "One run, with its steps: its id or the beginning of it, 'last', or 'last~1' before it (default: the last runs)");
  verb.add("-n,--last", options->last, "How many runs to list (default: 10)").value_name("N");
  return [options, &globals] { return status(*options, globals); };
}

}  // namespace rox
