#include "run/reconcile_run.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "ledger/target_state.hpp"
#include "model/model_file.hpp"
#include "quality/reconcile_report.hpp"
#include "run/chosen_tables.hpp"
#include "run/compared_engines.hpp"
#include "run/export_reading.hpp"

namespace rox {
namespace {

/// What the warehouse was loaded from, where it says so.
WarehouseState loaded_state(const Project& project, const Target& target, const Engine& engine) {
  if (engine.name() == kStagedReader) return {};  // it reads what is staged
  return read_warehouse(target, read_target_state(project.state_dir(), target.name), project.run);
}

void note_change(const WarehouseState& state, const ExportReading& reading, TableReconciliation& table) {
  const auto loaded = state.tables.find(table.table);
  if (table.equal() || loaded == state.tables.end()) return;
  if (loaded->second.fingerprint == reading.fingerprint(table.table)) return;
  table.note = "its export, mends or model changed since it was loaded: `rox run` loads what is there now";
}

}  // namespace

ReconciliationReport reconcile_project(const Project& project, const Target& target, const std::string& engine,
                                       const std::vector<std::string>& names,
                                       const std::function<void(const std::string& what)>& now) {
  const Model model = read_model(project.model_file());
  const std::vector<const Table*> tables = chosen_tables(model, names);
  ComparedEngine reader = open_compared_engine(project, engine);
  if (reader.error) throw Error(*reader.error);

  now("exports");
  std::vector<std::string> read;
  for (const Table* table : tables) read.push_back(table->name);
  ExportReading reading(project, target, model, read);
  const WarehouseState state = loaded_state(project, target, *reader.engine);
  ReconciliationReport report{reader.name, {}};
  for (const Table* table : tables) {
    now(table->name);
    TableReconciliation& one = report.tables.emplace_back(reconcile(reading.connection(), *reader.engine, *table));
    const Counts& counts = reading.load(table->name).counts;
    one.rows_read = counts.rows_in;
    one.rows_rejected = counts.rejects;
    note_change(state, reading, one);
  }
  make_directories(project.reports_dir());
  write_file(project.reports_dir() / "reconcile.json", reconciliation_json(report));
  write_file(project.reports_dir() / "reconcile.md", reconciliation_markdown(report));
  write_file(project.reports_dir() / "reconcile.html", reconciliation_html(report));
  return report;
}

}  // namespace rox
