// rox reconcile: does the warehouse hold what the exports hold?
#include <fmt/format.h>

#include <memory>

#include "base/terminal.hpp"
#include "base/text.hpp"
#include "cli/verbs.hpp"
#include "quality/reconcile_report.hpp"
#include "run/reconcile_run.hpp"

namespace rox {
namespace {

struct ReconcileOptions {
  std::vector<std::string> tables;
  std::string engine;
};

void print_report(const ReconciliationReport& report) {
  using Align = TextTable::Align;
  TextTable table({{"table", Align::left},
                   {"read", Align::right},
                   {"rejected", Align::right},
                   {"expected", Align::right},
                   {"on " + report.engine, Align::right},
                   {"status", Align::left}});
  for (const TableReconciliation& one : report.tables) {
    table.add_row({one.table, human_count(one.rows_read), human_count(one.rows_rejected),
                   human_count(one.expected_rows), human_count(one.found_rows), std::string(status_of(one))});
  }
  print(table.text(terminal_width()));
  for (const TableReconciliation& one : report.tables) {
    if (one.equal()) continue;
    print(fmt::format("\n{}: {}\n", one.table, status_of(one)));
    for (const std::string& line : difference_lines(one, report.engine)) print("  " + line + "\n");
  }
}

ExitCode exit_code_of(const ReconciliationReport& report) {
  ExitCode code = ExitCode::done;
  for (const TableReconciliation& table : report.tables) {
    if (!table.figures.empty()) return ExitCode::data;
    if (table.error) code = std::max(code, table.error->exit_code());
  }
  return code;
}

ExitCode run_reconcile(const ReconcileOptions& options, const GlobalOptions& globals) {
  const Project project = open_project(globals);
  const Target& target = chosen_target(project, globals);
  ProgressBar bar(globals.show_progress());
  const ReconciliationReport report =
      reconcile_project(project, target, options.engine.empty() ? target.name : options.engine, options.tables,
                        [&](const std::string& what) { bar.update(what, -1, 0); });
  bar.clear();
  if (globals.json) {
    print(reconciliation_json(report));
  } else {
    print_report(report);
    if (!globals.quiet) print("\nwritten to reports/reconcile.{md,html,json}\n");
  }
  return exit_code_of(report);
}

}  // namespace

Action reconcile_verb(Options& verb, const GlobalOptions& globals) {
  auto options = std::make_shared<ReconcileOptions>();
  verb.add("TABLES", options->tables, "Tables of the model (default: all)").value_name("");
  verb.add("--engine", options->engine, "What to compare with the exports (default: --target)").value_name("NAME");
  return [options, &globals] { return run_reconcile(*options, globals); };
}

}  // namespace rox
