// Before a run with [source] drift = "evolve" the exports that changed are read once more, with "widen" those that have
// new columns, and the model takes over what they prove.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "discovery/evolve.hpp"
#include "ledger/accounts.hpp"
#include "ledger/recorder.hpp"
#include "ledger/target_state.hpp"
#include "load/find_drift.hpp"
#include "plan/plan.hpp"
#include "project/project.hpp"
#include "run/model_draft.hpp"

namespace rox {

struct ModelEvolution {
  Evolution evolution;
  std::vector<Drift> drift;
  std::uint64_t rows = 0;                   // that were read for it
  std::map<std::string, std::string> seen;  // exports, with their hashes: TargetState::seen_exports from now on
};

/// The exports that no run has looked at as they are now, with all others of their tables; brings `state.files` up to
/// date. Empty: the model needs no look.
std::vector<ExportFile> unseen_exports(const Project& project, const ModelDraft& draft, TargetState& state);

/// What becomes of the draft's model by those exports. Writes nothing.
ModelEvolution evolve(const Project& project, const ModelDraft& draft, const std::vector<ExportFile>& exports,
                      const TargetState& state, const std::function<void(double share, std::uint64_t rows)>& progress);

/// Makes the draft's model what a run would see, and returns what is new in it. Writes nothing. `make`: the plan of a
/// model.
std::vector<Drift> evolve_in_memory(const Project& project, ModelDraft& draft, TargetState& state,
                                    const std::function<Plan(const Model&)>& make);

/// The plan of a run, after the step in which the draft takes over what exports prove that no run has looked at yet.
/// Where nothing drifted there is no such step. `make`: the plan of the draft's model as it is then.
Plan evolve_and_plan(const Project& project, ModelDraft& draft, TargetState& state, RunRecorder& recorder,
                     const std::function<Plan()>& make);

}  // namespace rox
