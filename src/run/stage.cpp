#include "run/stage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "build/staging.hpp"
#include "model/model_file.hpp"
#include "run/evolve_model.hpp"
#include "run/leftovers.hpp"
#include "run/model_draft.hpp"
#include "run/widen_model.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

/// What is staged, as if it were what a warehouse holds: then one plan serves both.
WarehouseState as_warehouse(const Manifest& manifest) {
  WarehouseState state;
  state.tables = loaded_before(manifest);
  return state;
}

Manifest staged_before(const Project& project, const fs::path& folder) {
  std::optional<Manifest> manifest = read_manifest(folder);
  if (!manifest) return {};
  if (manifest->project != project.name) {
    throw usage_error(fmt::format("here is what project '{}' staged", manifest->project))
        .at(folder.string())
        .hint("stage into another folder with --output");
  }
  return std::move(*manifest);
}

/// The tables that were asked for, as the model spells them.
std::set<std::string> chosen_tables(const Model& model, const std::vector<std::string>& names) {
  std::set<std::string> chosen;
  for (const std::string& name : names) chosen.insert(named_table(model, name).name);
  return chosen;
}

/// Makes the step that would load a table the one that stages it.
void become_stage(Step& step, const fs::path& folder, const Manifest& before, HashCache& hashes) {
  step.kind = StepKind::stage;
  const StagedTable* staged = before.find_table(step.subject);
  if (staged == nullptr) {
    step.reason = "it isn't staged yet";
  } else if (!step.due && !staged_files_are_there(folder, *staged, hashes)) {
    step.due = true;
    step.reason = "files of it are gone or were changed";
  }
}

Plan make_staging_plan(const Project& project, const Model& model, const Manifest& before, TargetState& state,
                       const StagingOptions& options) {
  const std::set<std::string> chosen = chosen_tables(model, options.tables);
  Plan plan = make_plan(
      project, model, as_warehouse(before), state,
      {.full_refresh = options.full_refresh, .loads = true, .marts = false, .checks = false, .answers = false});
  std::erase_if(plan.steps, [&](const Step& step) {
    return step.kind != StepKind::load || (!chosen.empty() && !chosen.contains(step.subject));
  });
  for (Step& step : plan.steps) become_stage(step, options.folder, before, state.outputs);
  if (!chosen.empty()) plan.dropped.clear();
  const bool due = plan.is_due(StepKind::stage) || !plan.dropped.empty();
  plan.steps.push_back(
      {{StepKind::publish, ""}, "", due, due ? "the staged files change" : "the staged files stay as they are"});
  return plan;
}

class Staging {
 public:
  Staging(const Project& project, const Target& target, const StagingOptions& options, RunObserver& observer)
      : project_(project),
        target_(target),
        options_(options),
        draft_(draft_of(project)),
        model_(draft_.model),
        recorder_(project, new_record(project, target, "stage"), observer, options.lock_wait) {}

  StagingReport go() {
    if (auto error = recorder_.conduct([&] { work(); }, [&] { return plan_.steps; })) report_.error = std::move(error);
    report_.record = recorder_.record();
    report_.warnings.insert(report_.warnings.end(), state_.warnings.begin(), state_.warnings.end());
    return std::move(report_);
  }

 private:
  void work() {
    remove_leftovers(project_);
    report_.manifest = staged_before(project_, options_.folder);
    tidy_staging_folder(options_.folder, report_.manifest);
    state_ = read_target_state(project_.state_dir(), target_.name);
    plan_ = evolve_and_plan(project_, draft_, state_, recorder_,
                            [&] { return make_staging_plan(project_, model_, report_.manifest, state_, options_); });
    recorder_.note_drift(plan_.drift);
    for (const Step& step : plan_.steps) {
      if (!step.due) note_unchanged(step);
    }
    const bool due = plan_.is_due(StepKind::publish);
    if (due) build();
    if (auto warning = write_draft(project_, target_.name, draft_, state_)) {
      report_.warnings.push_back(std::move(*warning));
    }
    write_target_state(project_.state_dir(), target_.name, state_);
    recorder_.succeed(due);
  }

  /// Until the model has room for all that the exports hold, as a run does.
  void build() {
    for (build_once(); !widenings_.empty(); build_once()) {
      widen_draft(draft_, project_, widenings_, plan_, state_);
      for (const Widening& widening : widenings_) recorder_.note_drift({widening.drift});
      widenings_.clear();
      plan_ = make_staging_plan(project_, model_, report_.manifest, state_, options_);
    }
  }

  void build_once() {
    StagingBuild build(project_, model_, plan_, state_.files, report_.manifest, options_.folder,
                       recorder_.record().run);
    if (project_.source.drift == DriftPolicy::widen) {
      build.on_refused([this](const Table& table, const std::vector<Reject>& rejects) { widen(table, rejects); });
    }
    try {
      for (const Step& step : plan_.steps) {
        if (step.kind == StepKind::publish) require_writable(project_, draft_);
        if (step.due && (step.kind != StepKind::publish || widenings_.empty())) do_step(build, step);
      }
    } catch (const Error&) {
      keep_rejects(build);
      recorder_.note_drift(build.loads().value_drift());
      throw;
    }
    if (!widenings_.empty()) return;
    recorder_.note_drift(build.loads().value_drift());
    report_.manifest = build.manifest();
    report_.warnings = build.loads().warnings();
  }

  /// A table that asks for a wider model is staged with that; the others may ask for it, too.
  void do_step(StagingBuild& build, const Step& step) {
    const std::size_t asked = widenings_.size();
    try {
      recorder_.do_step(
          step, [&](StepResult& result) { build.run(step, result); }, [&] { watch(step, build); });
    } catch (const Error&) {
      if (widenings_.size() == asked) throw;
    }
  }

  /// From the load of a table, whose rows were refused by their columns' types: ends it if the model can be widened.
  void widen(const Table& table, const std::vector<Reject>& rejects) {
    const std::vector<Widening> found =
        find_widenings(project_, draft_, table, plan_.inputs.exports_of(table.name).files, rejects);
    if (found.empty()) return;
    for (const Widening& widening : found) {
      const bool known = std::any_of(widenings_.begin(), widenings_.end(),
                                     [&](const Widening& other) { return other.asks_as(widening); });
      if (!known) widenings_.push_back(widening);
    }
    throw data_error(table.name + " is widened, and staged again");
  }

  /// A scan that is done is being written: how far that is isn't known.
  void watch(const Step& step, const StagingBuild& build) {
    const auto scan = build.loads().load_scan();
    if (scan && scan->bytes_read() < scan->bytes_total()) {
      recorder_.observer().progress(step, scan->bytes_read(), scan->bytes_total(), scan->rows_read());
    } else {
      recorder_.observer().progress(step, 0, 0, 0);
    }
  }

  void keep_rejects(const StagingBuild& build) {
    try {
      build.loads().write_reject_files(plan_.dropped);
    } catch (const Error& error) {
      report_.warnings.push_back("the rejects can't be written: " + error.report());
    }
  }

  void note_unchanged(const Step& step) {
    StepResult result;
    result.step = step.name();
    if (const StagedTable* table = report_.manifest.find_table(step.subject)) {
      result.counts.rows_in = table->rows_read;
      result.counts.rows_out = table->rows_staged;
      result.counts.rejects = table->rows_rejected;
    }
    recorder_.note_step(StepStatus::unchanged, std::move(result));
  }

  const Project& project_;
  const Target& target_;
  const StagingOptions& options_;
  ModelDraft draft_;
  const Model& model_;  // the draft's
  RunRecorder recorder_;
  StagingReport report_;
  TargetState state_;
  Plan plan_;
  std::vector<Widening> widenings_;  // that the loads of a build ask for
};

}  // namespace

StagingReport stage_project(const Project& project, const Target& target, const StagingOptions& options,
                            RunObserver& observer) {
  return Staging(project, target, options, observer).go();
}

PlannedStaging plan_staging(const Project& project, const Target& target, const StagingOptions& options) {
  ModelDraft draft = draft_of(project);
  TargetState state = read_target_state(project.state_dir(), target.name);
  const Manifest before = staged_before(project, options.folder);
  const auto make = [&](const Model& as) { return make_staging_plan(project, as, before, state, options); };
  const std::vector<Drift> drift = evolve_in_memory(project, draft, state, make);
  PlannedStaging planned{std::make_unique<const Model>(std::move(draft.model)), {}};
  planned.plan = make(*planned.model);
  planned.plan.drift.insert(planned.plan.drift.begin(), drift.begin(), drift.end());
  return planned;
}

}  // namespace rox
