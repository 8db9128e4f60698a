// rox check: does the data hold what the model and checks/*.sql say?
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/file.hpp"
#include "base/json.hpp"
#include "base/terminal.hpp"
#include "cli/failing_rows.hpp"
#include "cli/output.hpp"
#include "cli/verbs.hpp"
#include "model/model_file.hpp"
#include "quality/evaluate.hpp"
#include "quality/report.hpp"
#include "quality/select.hpp"
#include "quality/sql_checks.hpp"
#include "run/check_run.hpp"
#include "run/storage_check.hpp"

namespace rox {
namespace {

constexpr std::size_t kShownRows = 10;

struct CheckOptions {
  std::vector<std::string> names;
  std::vector<std::string> tables;
  std::string severity;
  std::size_t limit = kShownRows;
  bool warn_error = false;
  bool storage = false;
};

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

ExitCode storage(const Project& project, const Target& target, const GlobalOptions& globals) {
  const std::vector<StoredFile> files = check_storage(project, target);
  const auto count = [&](StoredVerdict verdict) {
    return std::count_if(files.begin(), files.end(), [&](const StoredFile& file) { return file.verdict == verdict; });
  };
  const auto bad = count(StoredVerdict::damaged) + count(StoredVerdict::missing);
  if (globals.json) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const StoredFile& file : files) {
      list.push_back({{"file", shown_path(file.file, project.root)},
                      {"verdict", to_string(file.verdict)},
                      {"bytes", file.bytes},
                      {"detail", file.detail}});
    }
    print(json_text(list) + "\n");
  } else {
    for (const StoredFile& file : files) {
      if (file.verdict == StoredVerdict::intact && !globals.verbose) continue;
      print(fmt::format("{}: {}{}{}\n", shown_path(file.file, project.root), to_string(file.verdict),
                        file.detail.empty() ? "" : ": ", file.detail));
    }
    if (!target.is_local()) print("the tables are the server's, which has checksums of its own\n");
    print(fmt::format("{} {}: {} intact, {} changed by others or unknown, {} damaged, {} missing\n", files.size(),
                      files.size() == 1 ? "file" : "files", count(StoredVerdict::intact), count(StoredVerdict::changed),
                      count(StoredVerdict::damaged), count(StoredVerdict::missing)));
  }
  return bad > 0 ? ExitCode::data : ExitCode::done;
}

ExitCode check(const CheckOptions& options, const GlobalOptions& globals) {
  const Project project = open_project(globals);
  if (options.storage) return storage(project, chosen_target(project, globals), globals);
  const Model model = read_model(project.model_file());
  const Target& target = chosen_target(project, globals);
  const std::vector<Check> checks = chosen_checks(project, model, options, target.dialect());
  const ChecksReport report = check_project(project, target, checks, options.limit);
  if (globals.json) {
    print(json_text(checks_json(report, project.root)) + "\n");
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
  verb.add_flag("--warn-error", options->warn_error, "Treat warnings as errors");
  verb.add_flag("--storage", options->storage,
                "Compare the bytes of the warehouse, answers, rejects and staged files with what was written");
  verb.add("--limit", options->limit,
           fmt::format("Show at most N failing rows of a check, 0 for all that are kept (default: {})", kShownRows))
      .value_name("N")
      .not_negative();
  return [options, &globals] { return check(*options, globals); };
}

}  // namespace rox
