#include "pipeline/build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/materialize.hpp"
#include "pipeline/checks.hpp"
#include "pipeline/relations.hpp"
#include "pipeline/transform.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

/// The rejects of the tables that stay as they are.
std::uint64_t kept_rejects(const Plan& plan, const WarehouseState& before) {
  std::uint64_t kept = 0;
  for (const Step& step : plan.steps) {
    if (step.kind == StepKind::load && !step.due) kept += before.tables.at(step.subject).rejects;
  }
  return kept;
}

std::set<std::string> due_tables(const Plan& plan) {
  std::set<std::string> tables;
  for (const Step& step : plan.steps) {
    if (step.kind == StepKind::load && step.due) tables.insert(step.subject);
  }
  return tables;
}

std::uint64_t total_rows(const WarehouseState& state) {
  std::uint64_t rows = 0;
  for (const auto& [name, table] : state.tables) rows += table.rows_out;
  return rows;
}

}  // namespace

WarehouseBuild::WarehouseBuild(const Project& project, const Target& target, const Model& model, const Plan& plan,
                               const HashCache& hashes, const WarehouseState& before, std::string run)
    : project_(project),
      target_(target),
      model_(model),
      plan_(plan),
      hashes_(hashes),
      run_(std::move(run)),
      state_(before),
      loads_(project, model, plan, run_, kept_rejects(plan, before)) {}

void WarehouseBuild::open() {
  copy_.emplace(target_.path, run_, plan_.fresh);
  DuckDbOptions options;
  options.threads = project_.run.threads;
  options.memory_limit = project_.run.memory_limit;
  options.temp_dir = project_.state_dir() / "tmp";
  options.preserve_insertion_order = false;
  connection_.emplace(DuckDbDatabase(copy_->path(), options).connect());
  loads_.work_on(*connection_);
  // COMMIT then writes the file at once, instead of a write-ahead log first.
  connection_->execute("SET checkpoint_threshold = '1KB'");
  connection_->execute("BEGIN");
  create_state_tables(*connection_);
  drop_tables();
  drop_marts();
  mark_stale_marts();
}

void WarehouseBuild::run(const Step& step, StepResult& result) {
  switch (step.kind) {
    case StepKind::load: load(step, result); break;
    case StepKind::relate: relate(result); break;
    case StepKind::transform: transform(step, result); break;
    case StepKind::check:
      checks_ = evaluate_checks(*connection_, project_, excuse_quarantined(plan_.checks, state_), run_, result);
      require_passed(*checks_, project_);
      break;
    case StepKind::publish: publish(result); break;
    case StepKind::evolve: break;   // the model is settled before the plan is made
    case StepKind::analyze: break;  // answers come from the published warehouse
    case StepKind::stage: break;    // staged files have a build of their own
  }
}

void WarehouseBuild::load(const Step& step, StepResult& result) {
  const TableLoad& load = loads_.load(step.subject);
  state_.tables[step.subject] = {step.subject,  step.fingerprint, run_,      load.rows_in,
                                 load.rows_out, load.rejects,     load.bytes};
  result.rows_in = load.rows_in;
  result.rows_out = load.rows_out;
  result.rejects = load.rejects;
  result.bytes = load.bytes;
}

void WarehouseBuild::relate(StepResult& result) {
  result.rows_in = total_rows(state_);
  loads_.enforce(due_tables(plan_));
  for (const auto& [name, load] : loads_.done()) {
    state_.tables[name].rows_out = load.rows_out;
    state_.tables[name].rejects = load.rejects;
  }
  std::vector<RelationReport> reports;
  for (const Table& table : model_.tables) {
    for (const Relation& relation : table.relations) {
      const std::string fingerprint = relation_fingerprint(
          relation, plan_.fingerprints.at(table.name), plan_.fingerprints.at(model_.find_table(relation.table)->name));
      auto known = std::find_if(state_.relations.begin(), state_.relations.end(),
                                [&](const RelationReport& report) { return report.fingerprint == fingerprint; });
      reports.push_back(known != state_.relations.end() ? *known : report_orphans(*connection_, table, relation));
      reports.back().fingerprint = fingerprint;
    }
  }
  connection_->execute("DELETE FROM rox.relations");
  for (const RelationReport& report : reports) write_relation_report(*connection_, report);
  state_.relations = std::move(reports);
  result.rows_out = total_rows(state_);
  result.rejects = result.rows_in - result.rows_out;
}

void WarehouseBuild::transform(const Step& step, StepResult& result) {
  const auto mart = std::find_if(plan_.marts.begin(), plan_.marts.end(),
                                 [&](const Mart& candidate) { return candidate.file.name == step.subject; });
  const MartRows rows = make_mart(*connection_, *mart);
  const BuiltMart built{step.subject, step.fingerprint, run_, rows.in, rows.out};
  write_built_mart(*connection_, built);
  state_.marts[step.subject] = built;
  result.rows_in = rows.in;
  result.rows_out = rows.out;
}

void WarehouseBuild::publish(StepResult& result) {
  write_accounts();
  connection_->execute("COMMIT");
  connection_->execute("CHECKPOINT");
  connection_.reset();
  loads_.write_reject_files();
  result.bytes = copy_->publish().bytes;
  result.rows_in = result.rows_out = total_rows(state_);
}

void WarehouseBuild::drop_tables() {
  for (const std::string& table : plan_.dropped) {
    const std::string name = quote_literal(table);
    connection_->execute(fmt::format("DROP TABLE IF EXISTS {}", quote_identifier(table)));
    for (const char* account : {"steps", "files", "rejects"}) {
      connection_->execute(fmt::format(R"(DELETE FROM rox.{} WHERE "table" = {})", account, name));
    }
    state_.tables.erase(table);
  }
}

void WarehouseBuild::drop_marts() {
  for (const std::string& mart : plan_.dropped_marts) {
    drop_materialized(*connection_, mart);
    forget_built_mart(*connection_, mart);
    state_.marts.erase(mart);
  }
}

void WarehouseBuild::mark_stale_marts() {
  for (const std::string& name : plan_.stale_marts) {
    BuiltMart& mart = state_.marts.at(name);
    mart.fingerprint.clear();
    write_built_mart(*connection_, mart);
  }
}

void WarehouseBuild::write_accounts() {
  for (const auto& [name, load] : loads_.done()) {
    write_loaded_table(*connection_, state_.tables.at(name));
    connection_->execute(fmt::format(R"(DELETE FROM rox.files WHERE "table" = {})", quote_literal(name)));
  }
  DuckDbAppender files(*connection_, "rox", "files");
  for (const auto& [name, load] : loads_.done()) {
    const TableExports& exports = plan_.exports_of(name);
    for (const FileCounts& file : load.files) {
      auto source = std::find_if(exports.files.begin(), exports.files.end(),
                                 [&](const ExportFile& candidate) { return candidate.name == file.file; });
      files.add(run_);
      files.add(name);
      files.add(file.file);
      files.add(static_cast<std::int64_t>(file.bytes));
      files.add(hashes_.hash(source->path));
      for (std::uint64_t count : {file.records, file.rows, file.rejects, file.mended, file.blank_lines}) {
        files.add(static_cast<std::int64_t>(count));
      }
      files.end_row();
    }
  }
  files.close();
}

}  // namespace rox
