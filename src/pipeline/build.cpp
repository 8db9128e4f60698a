#include "pipeline/build.hpp"

#include <algorithm>

#include "pipeline/checks.hpp"
#include "pipeline/local_build.hpp"
#include "pipeline/redshift_build.hpp"
#include "pipeline/relations.hpp"
#include "pipeline/server_build.hpp"

namespace rox {
namespace {

/// The rejects of the tables that aren't read.
std::uint64_t kept_rejects(const BuildInputs& inputs, const std::set<std::string>& read) {
  std::uint64_t kept = 0;
  for (const auto& [name, table] : inputs.before.tables) {
    if (!read.contains(name) && inputs.plan.fingerprints.contains(name)) kept += table.rejects;
  }
  return kept;
}

}  // namespace

WarehouseBuild::WarehouseBuild(BuildInputs inputs, const std::set<std::string>& read)
    : inputs_(std::move(inputs)),
      state_(inputs_.before),
      loads_(inputs_.project, inputs_.model, inputs_.plan, inputs_.run, kept_rejects(inputs_, read)),
      due_(due_tables(inputs_.plan)) {
  for (const std::string& table : inputs_.plan.dropped) state_.tables.erase(table);
  for (const std::string& mart : inputs_.plan.dropped_marts) state_.marts.erase(mart);
  for (const std::string& mart : inputs_.plan.stale_marts) state_.marts.at(mart).fingerprint.clear();
}

void WarehouseBuild::load(const Step& step, StepResult& result) {
  const TableLoad& load = loads_.load(step.subject);
  state_.tables[step.subject] = {step.subject,  step.fingerprint, inputs_.run, load.rows_in,
                                 load.rows_out, load.rejects,     load.bytes};
  result.rows_in = load.rows_in;
  result.rows_out = load.rows_out;
  result.rejects = load.rejects;
  result.bytes = load.bytes;
}

void WarehouseBuild::relate(DuckDbConnection& connection, StepResult& result) {
  result.rows_in = total_rows();
  std::set<std::string> read;
  for (const auto& [name, load] : loads_.done()) read.insert(name);
  loads_.enforce(read);
  for (const std::string& name : due_) {
    state_.tables[name].rows_out = loads_.done().at(name).rows_out;
    state_.tables[name].rejects = loads_.done().at(name).rejects;
  }
  std::vector<RelationReport> reports;
  for (const Table& table : inputs_.model.tables) {
    for (const Relation& relation : table.relations) {
      const std::string fingerprint =
          relation_fingerprint(relation, inputs_.plan.fingerprints.at(table.name),
                               inputs_.plan.fingerprints.at(inputs_.model.find_table(relation.table)->name));
      const auto known = std::find_if(state_.relations.begin(), state_.relations.end(),
                                      [&](const RelationReport& report) { return report.fingerprint == fingerprint; });
      reports.push_back(known != state_.relations.end() ? *known : report_orphans(connection, table, relation));
      reports.back().fingerprint = fingerprint;
    }
  }
  state_.relations = std::move(reports);
  result.rows_out = total_rows();
  result.rejects = result.rows_in - result.rows_out;
}

void WarehouseBuild::transform(Engine& engine, const Step& step, StepResult& result, const MartPlace& place) {
  const auto mart = std::find_if(inputs_.plan.marts.begin(), inputs_.plan.marts.end(),
                                 [&](const Mart& candidate) { return candidate.file.name == step.subject; });
  const MartRows rows = make_mart(engine, *mart, place);
  state_.marts[step.subject] = {step.subject, step.fingerprint, inputs_.run, rows.in, rows.out};
  result.rows_in = rows.in;
  result.rows_out = rows.out;
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
  std::map<std::string, std::vector<ReadFile>> files;
  for (const std::string& name : due_) {
    tables.push_back(state_.tables.at(name));
    const TableExports& exports = inputs_.plan.exports_of(name);
    for (const FileCounts& counts : loads_.done().at(name).files) {
      const auto source = std::find_if(exports.files.begin(), exports.files.end(),
                                       [&](const ExportFile& file) { return file.name == counts.file; });
      files[name].push_back({inputs_.run, inputs_.hashes.hash(source->path), counts});
    }
  }
  write_loaded_tables(engine, tables);
  write_read_files(engine, files);
  write_relation_reports(engine, state_.relations);
}

std::uint64_t WarehouseBuild::total_rows() const {
  std::uint64_t rows = 0;
  for (const auto& [name, table] : state_.tables) rows += table.rows_out;
  return rows;
}

std::unique_ptr<WarehouseBuild> make_build(const BuildInputs& inputs) {
  if (inputs.target.engine == "duckdb") return std::make_unique<LocalBuild>(inputs);
  if (inputs.target.engine == "redshift") return std::make_unique<RedshiftBuild>(inputs);
  return std::make_unique<ServerBuild>(inputs);
}

}  // namespace rox
