#include "run/evolve_model.hpp"

#include <algorithm>
#include <set>

#include "discovery/inferred.hpp"
#include "model/difference.hpp"
#include "run/infer_again.hpp"
#include "run/widen_model.hpp"
#include "source/copies.hpp"

namespace rox {

std::vector<ExportFile> unseen_exports(const Project& project, const ModelDraft& draft, TargetState& state) {
  const Model& model = draft.model;
  const std::map<std::string, std::string>& seen_exports = draft.seen ? *draft.seen : state.seen_exports;
  const std::vector<ExportFile> files =
      find_exports(project.source.path, project.source.ignore, project.source.listing, &model);
  std::vector<std::filesystem::path> paths;
  for (const ExportFile& file : files) paths.push_back(file.path);
  state.files.refresh(paths, thread_count(project.run));
  const auto is_seen = [&](const ExportFile& file) {
    const auto seen = seen_exports.find(file.name);
    return seen != seen_exports.end() && seen->second == state.files.hash(file.path);
  };
  std::erase_if(state.seen_exports, [&](const auto& seen) {
    return std::none_of(files.begin(), files.end(), [&](const ExportFile& file) { return file.name == seen.first; });
  });
  std::set<std::size_t> tables;
  for (const ExportFile& file : files) {
    const auto owner = owner_of(model, file.name);
    if (owner && !is_seen(file)) tables.insert(*owner);
  }
  std::vector<ExportFile> unseen;
  for (const ExportFile& file : files) {
    const auto owner = owner_of(model, file.name);
    if (owner ? tables.contains(*owner) : !is_seen(file)) unseen.push_back(file);
  }
  return unseen;
}

ModelEvolution evolve(const Project& project, const ModelDraft& draft, const std::vector<ExportFile>& exports,
                      const TargetState& state, const std::function<void(double share, std::uint64_t rows)>& progress) {
  std::function<void(std::string_view, double, std::uint64_t)> observe;
  if (progress) observe = [&](std::string_view, double share, std::uint64_t rows) { progress(share, rows); };
  const Proven proven = proven_by(infer_again(project, &draft.model, exports, "evolve", observe));
  const ChosenTypes chosen = project.source.drift == DriftPolicy::widen ? ChosenTypes::stay : ChosenTypes::grow;
  ModelEvolution result;
  result.evolution = evolve_model(draft.inferred.model, draft.model, proven, chosen);
  result.drift = drift_of(differences(draft.model, result.evolution.model));
  for (const Table& table : proven.model.tables) result.rows += table.rows;
  result.seen = draft.seen.value_or(state.seen_exports);
  for (const ExportFile& file : exports) result.seen[file.name] = state.files.hash(file.path);
  return result;
}

namespace {

/// The step of a run in which the model takes over what these exports prove.
void learn(const Project& project, ModelDraft& draft, const std::vector<ExportFile>& exports, TargetState& state,
           RunRecorder& recorder) {
  const Step step{{StepKind::evolve, ""}, "", true, "exports changed"};
  recorder.do_step(step, [&](StepResult& result) {
    const auto progress = [&](double share, std::uint64_t rows) {
      constexpr std::uint64_t kWhole = 1000;
      recorder.observer().progress(step, static_cast<std::uint64_t>(share * kWhole), kWhole, rows);
    };
    ModelEvolution evolved = evolve(project, draft, exports, state, progress);
    if (!draft.inferred.warning.empty()) state.warnings.push_back(draft.inferred.warning);
    grow(draft, project, evolved.evolution.model, std::move(evolved.evolution.inferred), exports, state);
    draft.seen = std::move(evolved.seen);
    result.counts.rows_in = result.counts.rows_out = evolved.rows;
    recorder.note_drift(evolved.drift);
  });
}

}  // namespace

Plan evolve_and_plan(const Project& project, ModelDraft& draft, TargetState& state, RunRecorder& recorder,
                     const std::function<Plan()>& make) {
  if (project.source.drift == DriftPolicy::evolve) {
    const std::vector<ExportFile> exports = unseen_exports(project, draft, state);
    if (!exports.empty()) learn(project, draft, exports, state, recorder);
  }
  Plan plan = make();
  if (project.source.drift != DriftPolicy::widen) return plan;
  const std::vector<ExportFile> exports = exports_with_new_columns(draft.inferred, plan);
  if (exports.empty()) return plan;
  learn(project, draft, exports, state, recorder);
  return make();
}

std::vector<Drift> evolve_in_memory(const Project& project, ModelDraft& draft, TargetState& state,
                                    const std::function<Plan(const Model&)>& make) {
  std::vector<ExportFile> exports;
  if (project.source.drift == DriftPolicy::evolve) exports = unseen_exports(project, draft, state);
  if (project.source.drift == DriftPolicy::widen) {
    exports = exports_with_new_columns(draft.inferred, make(draft.model));
  }
  if (exports.empty()) return {};
  ModelEvolution evolved = evolve(project, draft, exports, state, {});
  draft.model = std::move(evolved.evolution.model);
  return std::move(evolved.drift);
}

}  // namespace rox
