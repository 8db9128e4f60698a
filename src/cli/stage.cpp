// rox stage: the exports as typed Parquet files. With --replay, rows that were rejected and corrected since become
// mends of the project.
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/terminal.hpp"
#include "cli/drift.hpp"
#include "cli/fetch_first.hpp"
#include "cli/steps.hpp"
#include "cli/verbs.hpp"
#include "ledger/run_json.hpp"
#include "model/model_file.hpp"
#include "run/replay.hpp"
#include "run/stage.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

struct StageOptions {
  std::vector<std::string> tables;
  std::string output;
  bool full_refresh = false;
  bool replay = false;
  bool no_fetch = false;
  std::chrono::milliseconds lock_wait = kLockWait;
};

struct Counts {
  std::uint64_t good = 0;
  std::uint64_t bad = 0;
};

Counts count(const Replay& replay) {
  Counts counts;
  for (const ReplayedRow& replayed : replay.rows) ++(replayed.problem.empty() ? counts.good : counts.bad);
  return counts;
}

void print_json(const Replay& replay, bool dry_run) {
  const Counts counts = count(replay);
  Json failed = Json::array();
  for (const auto& [row, problem] : replay.rows) {
    if (problem.empty()) continue;
    failed.push_back({{"table", row.table}, {"file", row.file}, {"line", row.line}, {"reason", problem}});
  }
  print(json_text(
            Json{{"dry_run", dry_run}, {"mended", counts.good}, {"untouched", replay.untouched}, {"failed", failed}}) +
        "\n");
}

void print_report(const Replay& replay, bool dry_run) {
  for (const auto& [row, problem] : replay.rows) {
    if (!problem.empty())
      print(fmt::format("{}: still not good: {}\n", SourceLocation{row.file, row.line, 0}.text(), problem));
  }
  const Counts counts = count(replay);
  print(fmt::format("{} mended rows {} to mends/, {} still not good, {} not corrected yet\n", human_count(counts.good),
                    dry_run ? "would be moved" : "moved", human_count(counts.bad), human_count(replay.untouched)));
  if (counts.good > 0 && !dry_run) print("`rox run` loads them\n");
}

ExitCode replay(const GlobalOptions& globals) {
  const Project project = open_project(globals);
  const Model model = read_model(project.model_file());
  const Replay replay = replay_mends(project, model, globals.dry_run);
  if (globals.json) {
    print_json(replay, globals.dry_run);
  } else if (!globals.quiet) {
    print_report(replay, globals.dry_run);
  }
  return count(replay).bad > 0 ? ExitCode::data : ExitCode::done;
}

std::uint64_t bytes_of(const StagedTable& table) {
  std::uint64_t bytes = 0;
  for (const StagedFile& file : table.files) bytes += file.bytes;
  return bytes;
}

void print_json(const StagingReport& report, const std::filesystem::path& folder) {
  Json tables = Json::array();
  for (const StagedTable& table : report.manifest.tables) {
    tables.push_back({{"table", table.table},
                      {"status", table.run == report.record.run ? "staged" : "unchanged"},
                      {"rows_read", table.rows_read},
                      {"rows_staged", table.rows_staged},
                      {"rows_rejected", table.rows_rejected},
                      {"files", table.files.size()},
                      {"bytes", bytes_of(table)}});
  }
  const Json json = {{"run", report.record.run},
                     {"status", to_string(report.record.status)},
                     {"seconds", report.record.seconds},
                     {"manifest", manifest_file(folder).string()},
                     {"tables", tables},
                     {"drift", drift_json(report.record.drift)}};
  print(json_text(json) + "\n");
}

void print_tables(const StagingReport& report) {
  using Align = TextTable::Align;
  TextTable table({{"table", Align::left},
                   {"staged", Align::right},
                   {"rejected", Align::right},
                   {"files", Align::right},
                   {"size", Align::right},
                   {"status", Align::left}});
  for (const StagedTable& staged : report.manifest.tables) {
    table.add_row({staged.table, human_count(staged.rows_staged), human_count(staged.rows_rejected),
                   human_count(staged.files.size()), human_bytes(bytes_of(staged)),
                   staged.run == report.record.run ? "staged" : "unchanged"});
  }
  print(table.text(terminal_width()));
}

std::string headline(const StagingReport& report, const std::filesystem::path& folder) {
  const RunRecord& record = report.record;
  const std::string seconds = human_seconds(record.seconds);
  std::uint64_t rows = 0;
  std::uint64_t rejects = 0;
  for (const StagedTable& table : report.manifest.tables) {
    rows += table.rows_staged;
    rejects += table.rows_rejected;
  }
  const std::string holdings = fmt::format("{} rows staged, {} rejected in {}", human_count(rows), human_count(rejects),
                                           manifest_file(folder).string());
  switch (record.status) {
    case RunStatus::unchanged: return fmt::format("nothing to do: {}, as before ({})", holdings, seconds);
    case RunStatus::failed: return fmt::format("failed after {} (run {})", seconds, record.run);
    default: return fmt::format("done in {}: {} (run {})", seconds, holdings, record.run);
  }
}

void print_report(const StagingReport& report, const std::filesystem::path& folder) {
  if (report.record.status == RunStatus::done) print_tables(report);
  print_drift(report.record.drift);
  print(headline(report, folder) + "\n");
}

ExitCode stage(const StageOptions& options, const GlobalOptions& globals) {
  const Project project = open_project(globals);
  const Target& target = chosen_target(project, globals);
  StagingOptions staging;
  staging.folder = options.output.empty() ? project.staged_dir() : std::filesystem::absolute(options.output);
  staging.tables = options.tables;
  staging.full_refresh = options.full_refresh;
  staging.lock_wait = options.lock_wait;
  fetch_first(project, globals, options.no_fetch);
  if (globals.dry_run) return show_plan(plan_staging(project, target, staging).plan, globals);
  ProgressView progress(globals.show_progress());
  const StagingReport report = stage_project(project, target, staging, progress);
  if (globals.json) {
    print_json(report, staging.folder);
  } else if (!globals.quiet) {
    print_report(report, staging.folder);
  }
  if (!globals.quiet) {
    for (const std::string& warning : report.warnings) note("warning: " + warning);
  }
  if (!report.error) return ExitCode::done;
  flush_output();
  throw Error(*report.error);
}

}  // namespace

Action stage_verb(Options& verb, const GlobalOptions& globals) {
  auto options = std::make_shared<StageOptions>();
  const Option tables = verb.add("TABLES", options->tables, "Only these (default: all)");
  const Option output =
      verb.add("--output", options->output, "Where the files go (default: staged/ in the project)").value_name("DIR");
  const Option refresh =
      verb.add_flag("--full-refresh", options->full_refresh, "Stage all of them again, changed or not");
  add_wait(verb, options->lock_wait);
  add_no_fetch(verb, options->no_fetch);
  verb.add_flag("--replay", options->replay,
                "Move the rows whose column 'mended' was corrected in rejects/*.csv to mends/, if they are good now")
      .excludes(tables)
      .excludes(output)
      .excludes(refresh);
  return [options, &globals] { return options->replay ? replay(globals) : stage(*options, globals); };
}

}  // namespace rox
