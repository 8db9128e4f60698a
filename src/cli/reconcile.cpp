// rox reconcile: does the warehouse hold what the exports hold?
#include <fmt/format.h>

#include <memory>

#include "base/file.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "cli/verbs.hpp"
#include "model/model_file.hpp"
#include "pipeline/export_reading.hpp"
#include "pipeline/readers.hpp"
#include "quality/reconcile_report.hpp"

namespace rox {
namespace {

struct ReconcileOptions {
  std::vector<std::string> tables;
  std::string engine;
};

std::vector<const Table*> chosen_tables(const Model& model, const std::vector<std::string>& names) {
  std::vector<const Table*> tables;
  std::vector<std::string> known;
  for (const Table& table : model.tables) {
    known.push_back(table.name);
    if (names.empty()) tables.push_back(&table);
  }
  for (const std::string& name : names) {
    const Table* table = model.find_table(name);
    if (table == nullptr) {
      throw usage_error(fmt::format("the model has no table '{}'{}", name, did_you_mean(name, known)))
          .hint("its tables are " + join(known, ", "));
    }
    tables.push_back(table);
  }
  return tables;
}

/// What the warehouse was loaded from, where it says so.
WarehouseState loaded_state(const Project& project, const Target& target, const Engine& engine) {
  if (engine.dialect() == SqlDialect::spark) return {};  // it reads what is staged
  return read_warehouse(target, read_target_state(project.state_dir(), target.name), project.run);
}

void note_change(const WarehouseState& state, const ExportReading& reading, TableReconciliation& table) {
  const auto loaded = state.tables.find(table.table);
  if (table.equal() || loaded == state.tables.end()) return;
  if (loaded->second.fingerprint == reading.fingerprint(table.table)) return;
  table.note = "its export, mends or model changed since it was loaded: `rox run` loads what is there now";
}

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
  const Model model = read_model(project.model_file());
  const std::vector<const Table*> tables = chosen_tables(model, options.tables);
  Reader reader = open_reader(project, options.engine.empty() ? target.name : options.engine);
  if (reader.error) throw Error(*reader.error);

  ProgressBar bar(globals.show_progress());
  bar.update("exports", -1, 0);
  std::vector<std::string> names;
  for (const Table* table : tables) names.push_back(table->name);
  ExportReading reading(project, target, model, names);
  const WarehouseState state = loaded_state(project, target, *reader.engine);
  ReconciliationReport report{reader.name, {}};
  for (const Table* table : tables) {
    bar.update(table->name, -1, 0);
    TableReconciliation& one = report.tables.emplace_back(reconcile(reading.connection(), *reader.engine, *table));
    const TableLoad& load = reading.load(table->name);
    one.rows_read = load.rows_in;
    one.rows_rejected = load.rejects;
    note_change(state, reading, one);
  }
  bar.clear();
  make_directories(project.reports_dir());
  write_file(project.reports_dir() / "reconcile.json", reconciliation_json(report));
  write_file(project.reports_dir() / "reconcile.md", reconciliation_markdown(report));
  write_file(project.reports_dir() / "reconcile.html", reconciliation_html(report));
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
  verb.add("--engine", options->engine, "What to hold against the exports (default: --target)").value_name("NAME");
  return [options, &globals] { return run_reconcile(*options, globals); };
}

}  // namespace rox
