#include "build/build.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "build/local.hpp"
#include "build/postgres.hpp"
#include "build/private_copy.hpp"
#include "build/redshift.hpp"
#include "load/relations.hpp"
#include "plan/checks.hpp"
#include "plan/fingerprint.hpp"

namespace rox {
namespace {

/// The rejects of the tables that aren't read.
std::uint64_t kept_rejects(const BuildInputs& inputs, const std::set<std::string>& read) {
  std::uint64_t kept = 0;
  for (const auto& [name, table] : inputs.before.tables) {
    if (!read.contains(name) && inputs.plan.fingerprints.contains(name)) kept += table.counts.rejects;
  }
  return kept;
}

}  // namespace

WarehouseBuild::WarehouseBuild(BuildInputs inputs, const std::set<std::string>& read)
    : inputs_(std::move(inputs)),
      state_(inputs_.before),
      loads_(inputs_.project, inputs_.model, inputs_.plan.inputs, inputs_.run, kept_rejects(inputs_, read)),
      due_(due_tables(inputs_.plan)) {
  for (const std::string& table : inputs_.plan.dropped) state_.tables.erase(table);
  for (const std::string& mart : inputs_.plan.dropped_marts) state_.marts.erase(mart);
  for (const std::string& mart : inputs_.plan.stale_marts) state_.marts.at(mart).fingerprint.clear();
}

DuckDbOptions WarehouseBuild::database_options() const {
  DuckDbOptions options;
  options.threads = inputs_.project.run.threads;
  options.memory_limit = inputs_.project.run.memory_limit;
  options.temp_dir = inputs_.project.state_dir() / "tmp";
  options.preserve_insertion_order = false;
  return options;
}

void WarehouseBuild::open_database(BuildDatabase::Origin origin, const std::string& basis) {
  origin.options = database_options();
  origin.take_up = inputs_.take_up;
  origin.journal.build = inputs_.run;
  origin.journal.full_refresh = inputs_.full_refresh;
  origin.journal.basis = fmt::format("rox {}, {}, without {}; {}", ROX_VERSION, basis, join(inputs_.plan.dropped, ", "),
                                     join(inputs_.plan.dropped_marts, ", "));
  database_.emplace(origin, inputs_.plan);
  loads_.work_on(connection());
  take_up();
}

void WarehouseBuild::take_up() {
  if (taken_up().empty()) return;
  const WarehouseState left = read_state_tables(connection());
  for (const Step& step : inputs_.plan.steps) {
    if (!taken_up().contains(step.name())) continue;
    if (step.kind == StepKind::load) {
      state_.tables[step.subject] = left.tables.at(step.subject);
      loads_.take_up(left.tables.at(step.subject));
    }
    if (step.kind == StepKind::relate) state_.relations = left.relations;
    if (step.kind == StepKind::transform) state_.marts[step.subject] = left.marts.at(step.subject);
  }
}

void WarehouseBuild::run(const Step& step, StepResult& result) {
  std::unique_lock lock(mutex_, std::defer_lock);
  if (works_here(step)) lock.lock();
  try {
    work(step, result);
  } catch (const Error&) {
    if (works_here(step)) database_->roll_back();
    throw;
  }
  if (step.kind == StepKind::publish) return;
  if (!works_here(step)) lock.lock();
  account_for(step, result);
  database_->finish_step(inputs_.run, step, result);
}

/// In the build's own database; publication does it for the warehouse.
void WarehouseBuild::account_for(const Step& step, const StepResult& result) {
  if (step.kind == StepKind::load) {
    write_loaded_tables(connection(), {state_.tables.at(step.subject)});
    write_read_files(connection(), read_files({step.subject}));
  }
  if (step.kind == StepKind::relate) {
    std::vector<LoadedTable> tables;
    for (const std::string& table : due_) tables.push_back(state_.tables.at(table));
    write_loaded_tables(connection(), tables);
    write_read_files(connection(), read_files(due_));
    write_relation_reports(connection(), state_.relations);
  }
  if (step.kind == StepKind::transform) {
    BuiltMart& mart = state_.marts[step.subject];
    mart = {step.subject, step.fingerprint, inputs_.run, result.counts};
    write_built_marts(connection(), {{step.subject, mart}});
  }
}

void WarehouseBuild::load(const Step& step, StepResult& result) {
  const LoadCounts& load = loads_.load(step.subject);
  state_.tables[step.subject] = {step.subject, step.fingerprint, inputs_.run, load.counts};
  result.counts = load.counts;
}

void WarehouseBuild::relate(StepResult& result) {
  result.counts.rows_in = total_rows();
  std::set<std::string> read;
  for (const auto& [name, load] : loads_.done()) read.insert(name);
  loads_.enforce(read);
  for (const std::string& name : due_) {
    state_.tables[name].counts = loads_.done().at(name).counts;
  }
  std::vector<RelationReport> reports;
  for (const Table& table : inputs_.model.tables) {
    for (const Relation& relation : table.relations) {
      const std::string fingerprint =
          relation_fingerprint(relation, inputs_.plan.fingerprints.at(table.name),
                               inputs_.plan.fingerprints.at(inputs_.model.find_table(relation.table)->name));
      const auto known = std::find_if(state_.relations.begin(), state_.relations.end(),
                                      [&](const RelationReport& report) { return report.fingerprint == fingerprint; });
      reports.push_back(known != state_.relations.end() ? *known : report_orphans(connection(), table, relation));
      reports.back().fingerprint = fingerprint;
    }
  }
  state_.relations = std::move(reports);
  result.counts.rows_out = total_rows();
  result.counts.rejects = result.counts.rows_in - result.counts.rows_out;
}

std::uint64_t WarehouseBuild::loaded_rows(const std::string& table) {
  std::lock_guard lock(mutex_);
  return state_.tables.at(table).counts.rows_out;
}

void WarehouseBuild::transform(Engine& engine, const Step& step, StepResult& result, const MartPlace& place) {
  const MartRows rows = make_mart(engine, inputs_.plan.mart_of(step), place);
  result.counts.rows_in = rows.in;
  result.counts.rows_out = rows.out;
}

void WarehouseBuild::check(Engine& engine, StepResult& result) {
  checks_ =
      evaluate_checks(engine, inputs_.project, excuse_quarantined(inputs_.plan.checks, state_), inputs_.run, result);
  require_passed(*checks_, inputs_.project);
}

void WarehouseBuild::write_accounts(Engine& engine) {
  if (!inputs_.plan.dropped.empty()) forget_tables(engine, inputs_.plan.dropped);
  forget_built_marts(engine, inputs_.plan.dropped_marts);
  write_built_marts(engine, state_.marts);
  std::vector<LoadedTable> tables;
  for (const std::string& name : due_) tables.push_back(state_.tables.at(name));
  write_loaded_tables(engine, tables);
  write_read_files(engine, read_files(due_));
  write_relation_reports(engine, state_.relations);
}

std::map<std::string, std::vector<ReadFile>> WarehouseBuild::read_files(const std::set<std::string>& tables) const {
  std::map<std::string, std::vector<ReadFile>> files;
  for (const std::string& name : tables) {
    const TableExports& exports = inputs_.plan.inputs.exports_of(name);
    for (const FileCounts& counts : loads_.done().at(name).files) {
      const auto source = std::find_if(exports.files.begin(), exports.files.end(),
                                       [&](const ExportFile& file) { return file.name == counts.file; });
      files[name].push_back({state_.tables.at(name).run, inputs_.hashes.hash(source->path), counts});
    }
  }
  return files;
}

std::uint64_t WarehouseBuild::total_rows() const {
  std::uint64_t rows = 0;
  for (const auto& [name, table] : state_.tables) rows += table.counts.rows_out;
  return rows;
}

std::filesystem::path build_file(const Project& project, const Target& target) {
  return target.engine == "duckdb" ? private_copy(target.path) : scratch_file(project, target);
}

std::unique_ptr<WarehouseBuild> make_build(const BuildInputs& inputs) {
  if (inputs.target.engine == "duckdb") return std::make_unique<LocalBuild>(inputs);
  if (inputs.target.engine == "redshift") return std::make_unique<RedshiftBuild>(inputs);
  return std::make_unique<ServerBuild>(inputs);
}

}  // namespace rox
