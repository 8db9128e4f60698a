// model.toml as a run makes it ([source] drift). It is written when what was made with it is published, and not before:
// a run that fails leaves the model as it leaves the warehouse. Until then the draft is in `.rox/drafts/`, so that the
// run that goes on with the build (another process, where steps are done one by one) has the same model. Losing it
// costs that: the exports are read once more.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "discovery/inferred.hpp"
#include "ledger/drift.hpp"
#include "ledger/target_state.hpp"
#include "model/model.hpp"
#include "project/project.hpp"
#include "source/export.hpp"

namespace rox {

/// Where the drafts are that runs left.
std::filesystem::path drafts_dir(const Project& project);

struct ModelDraft {
  std::string file;     // the text of model.toml that it was made of
  std::string text;     // what model.toml is to be
  Model model;          // of `text`
  Remembered inferred;  // what is to be remembered as inferred last
  /// By name, with their hashes: what it was made for. With other exports it is of no use.
  std::map<std::string, std::string> exports;
  /// TargetState::seen_exports once it is written, if it is about them.
  std::optional<std::map<std::string, std::string>> seen;

  bool differs() const { return text != file; }
};

/// model.toml as it is.
ModelDraft draft_of(const Project& project);

/// Makes the model of the draft a wider one, its edits and comments kept, for what `exports` have.
void grow(ModelDraft& draft, const Project& project, const Model& wider, std::optional<Model> inferred,
          const std::vector<ExportFile>& exports, const TargetState& state);

/// Keeps it for the run that goes on with what this one makes for that target.
void keep_draft(const Project& project, const std::string& target, const ModelDraft& draft);

/// What a run that didn't publish made of the model, if the project and these exports are as they were then; else
/// model.toml as it is.
ModelDraft take_up_draft(const Project& project, const std::string& target, TargetState& state);

/// How the draft differs from model.toml.
std::vector<Drift> drift_of(const ModelDraft& draft, const Project& project);

/// Throws if model.toml has to change and can't be written: before anything is published.
void require_writable(const Project& project, const ModelDraft& draft);

/// Writes model.toml, what was inferred, and in `state` which exports were seen for it; the draft is what they say
/// then. `target`: whose draft is kept no longer. If somebody has edited model.toml since it was read, that stays, and
/// nothing is written: then it returns what to say of it, and the next run finds out anew what the model lacks.
std::optional<std::string> write_draft(const Project& project, const std::string& target, ModelDraft& draft,
                                       TargetState& state);

/// Removes the draft that is kept, if there is one.
void discard_draft(const Project& project, const std::string& target);

}  // namespace rox
