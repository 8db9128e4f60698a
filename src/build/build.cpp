#include "build/build.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>

#include "build/answer_changes.hpp"
#include "build/check_changes.hpp"
#include "build/lake.hpp"
#include "build/local.hpp"
#include "build/postgres.hpp"
#include "build/private_copy.hpp"
#include "build/proving.hpp"
#include "build/redshift.hpp"
#include "build/refused_cast.hpp"
#include "plan/checks.hpp"
#include "plan/guards.hpp"

namespace rox {
namespace {

std::set<std::string> tables_to_read(const BuildInputs& inputs) {
  return inputs.target.is_local() ? due_tables(inputs.plan) : tables_to_prove(inputs);
}

std::unique_ptr<Destination> destination_of(Workspace& workspace) {
  const Target& target = workspace.inputs().target;
  if (target.is_local()) return std::make_unique<LocalDestination>(workspace);
  if (target.is_redshift()) return std::make_unique<RedshiftDestination>(workspace);
  if (target.is_lake()) return std::make_unique<LakeDestination>(workspace);
  return std::make_unique<PostgresDestination>(workspace);
}

}  // namespace

Build::Build(const BuildInputs& inputs)
    : workspace_(inputs, tables_to_read(inputs)), destination_(destination_of(workspace_)) {}

void Build::run(const Step& step, StepResult& result) {
  std::unique_lock lock(mutex_, std::defer_lock);
  const bool here = destination_->works_in_workspace(step.kind);
  if (here) lock.lock();
  try {
    work(step, result);
  } catch (const Error& error) {
    if (here) workspace_.database().roll_back();
    if (step.kind == StepKind::transform) explain(workspace_.inputs().plan.mart_of(step), error);
    throw;
  }
  if (step.kind == StepKind::publish) return;
  if (!here) lock.lock();
  workspace_.finish(step, result);
}

/// Throws the error anew, if more can be said of it.
void Build::explain(const Mart& mart, const Error& error) {
  DuckDbConnection connection = workspace_.connect();
  if (auto explained = explain_refused_cast(connection, workspace_.inputs().model, mart, error)) {
    throw Error(std::move(*explained));
  }
}

void Build::work(const Step& step, StepResult& result) {
  switch (step.kind) {
    case StepKind::load: return workspace_.load(step, result);
    case StepKind::relate: return workspace_.relate(result);
    case StepKind::upload:
    case StepKind::copy: return destination_->transfer(step, result);
    case StepKind::transform: {
      const MartRows rows = destination_->make_mart(workspace_.inputs().plan.mart_of(step));
      result.counts.rows_in = rows.in;
      result.counts.rows_out = rows.out;
      result.how = rows.how;
      result.changed = rows.changed;
      return;
    }
    case StepKind::check: return check(result);
    case StepKind::guard: return guard(result);
    case StepKind::publish: return destination_->publish(result);
    case StepKind::evolve:
    case StepKind::analyze:
    case StepKind::stage: break;
  }
  throw std::logic_error(step.name() + " isn't a step of a build");
}

/// Whether a load of this build has seen an inferred key hold.
bool Build::was_proven(const Check& check) const {
  if (check.severity == Severity::error) return false;
  if (check.kind != CheckKind::primary_key && check.kind != CheckKind::not_null) return false;
  return workspace_.key_holds(check.table());
}

/// Those that what changed can't have made fail.
std::set<std::string> Build::still_passing(const std::vector<Check>& checks) {
  const BuildInputs& inputs = workspace_.inputs();
  std::set<std::string> passing;
  if (inputs.passed_before.empty()) return passing;
  std::vector<Check> passed;
  std::copy_if(checks.begin(), checks.end(), std::back_inserter(passed),
               [&](const Check& check) { return inputs.passed_before.contains(check.name); });
  destination_->ask_changes([&](ChangedTables& tables) {
    const std::vector<bool> still = still_pass(tables, passed);
    for (std::size_t i = 0; i < passed.size(); ++i) {
      if (still[i]) passing.insert(passed[i].name);
    }
  });
  return passing;
}

void Build::check(StepResult& result) {
  const BuildInputs& inputs = workspace_.inputs();
  Quarantine quarantine(inputs.model, inputs.plan, workspace_.state(),
                        {[&]() -> Engine& { return destination_->reader(); },
                         [&](const std::string& table) -> Engine& {
                           const bool read_here = workspace_.loads().done().contains(table);
                           return read_here ? static_cast<Engine&>(workspace_.connection()) : destination_->reader();
                         },
                         [&] { return workspace_.connect(); }});
  std::vector<Check> checks = inputs.plan.checks;
  std::erase_if(checks, [&](const Check& check) { return was_proven(check); });
  checks_ = evaluate_checks(destination_->reader(), inputs.project, checks, still_passing(checks), quarantine,
                            inputs.run, result);
  require_passed(*checks_, inputs.project);
  for (std::string& warning : explained_checks(*checks_)) workspace_.warn(std::move(warning));
}

std::map<std::string, AnswerChange> Build::find_answer_changes(const std::vector<const SqlFile*>& analyses) {
  std::map<std::string, AnswerChange> found;
  if (analyses.empty() || workspace_.inputs().full_refresh) return found;
  destination_->ask_changes([&](ChangedTables& tables) {
    for (const SqlFile* analysis : analyses) {
      try {
        if (auto change = find_answer_change(tables, *analysis)) found[analysis->name] = std::move(*change);
      } catch (const Error& error) {  // whoever asks it in full will say what is wrong
        if (error.kind() == ErrorKind::outside) throw;
      }
    }
  });
  return found;
}

void Build::guard(StepResult& result) {
  const BuildInputs& inputs = workspace_.inputs();
  guards_ = evaluate_guards(destination_->reader(), inputs.project, inputs.target.name, inputs.plan, inputs.released,
                            std::chrono::system_clock::now());
  result.counts.rows_in = guards_.size();
  result.counts.rows_out = static_cast<std::uint64_t>(
      std::count_if(guards_.begin(), guards_.end(), [](const GuardResult& found) { return found.is_alarm(); }));
  for (std::string& warning : guard_warnings(guards_)) workspace_.warn(std::move(warning));
  require_not_held(guards_, inputs.run);
}

void Build::interrupt() {
  workspace_.connection().interrupt();
  destination_->interrupt();
}

void Build::write_reject_files() const { workspace_.loads().write_reject_files(workspace_.inputs().plan.dropped); }

void discard_build(const Project& project, const Target& target) {
  const std::filesystem::path file = build_file(project, target);
  if (!file_identity(file) && !file_identity(wal_of(file))) return;
  if (target.is_postgres()) drop_unpublished_postgres(target.postgres());
  if (target.is_redshift()) drop_unpublished_redshift(project, target);
  if (target.is_lake()) drop_unpublished_lake(project, target);
  remove_database(file);
}

std::filesystem::path build_file(const Project& project, const Target& target) {
  return target.is_local() ? private_copy(target.local().path) : scratch_file(project, target);
}

}  // namespace rox
