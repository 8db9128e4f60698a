#include "run/model_draft.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/file_name.hpp"
#include "base/json.hpp"
#include "base/rewrite_file.hpp"
#include "load/find_drift.hpp"
#include "model/difference.hpp"
#include "model/model_edit.hpp"
#include "model/model_file.hpp"
#include "source/copies.hpp"

namespace rox {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kDraftVersion = 1;

std::filesystem::path draft_file(const Project& project, const std::string& target) {
  return file_named(drafts_dir(project), target, ".json");
}

Model parsed(const Project& project, const std::string& text) {
  return parse_model(text, project.model_file().string());
}

/// Whether all of them are there with those hashes.
bool are_there(const Project& project, const Model& model, const std::map<std::string, std::string>& exports,
               TargetState& state) {
  std::map<std::string, std::filesystem::path> paths;
  for (const ExportFile& file :
       find_exports(project.source.path, project.source.ignore, project.source.listing, &model)) {
    paths.emplace(file.name, file.path);
  }
  return std::all_of(exports.begin(), exports.end(), [&](const auto& known) {
    const auto path = paths.find(known.first);
    return path != paths.end() && state.files.look(path->second) == known.second;
  });
}

ModelDraft draft_from(const Project& project, const JsonValue& json) {
  ModelDraft draft;
  if (json.member("version").count() != kDraftVersion) throw json.error("of another version");
  draft.file = json.member("file").text();
  draft.text = json.member("text").text();
  draft.model = parsed(project, draft.text);
  const JsonValue inferred = json.member("inferred");
  if (!inferred.is_null()) draft.inferred.model = parsed(project, inferred.text());
  draft.exports = json.member("exports").text_map();
  if (const JsonValue seen = json.member("seen"); !seen.is_null()) draft.seen = seen.text_map();
  return draft;
}

/// None that is damaged: it is made again.
std::optional<ModelDraft> kept_draft(const Project& project, const std::string& target) {
  const std::filesystem::path file = draft_file(project, target);
  if (!file_identity(file)) return std::nullopt;
  try {
    return draft_from(project, read_json(file));
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::outside) throw;
    return std::nullopt;
  }
}

}  // namespace

std::filesystem::path drafts_dir(const Project& project) { return project.state_dir() / "drafts"; }

ModelDraft draft_of(const Project& project) {
  ModelDraft draft;
  draft.model = read_model(project.model_file());
  draft.text = draft.file = read_file(project.model_file());
  draft.inferred = read_inferred(project.state_dir());
  return draft;
}

void grow(ModelDraft& draft, const Project& project, const Model& wider, std::optional<Model> inferred,
          const std::vector<ExportFile>& exports, const TargetState& state) {
  draft.text = edit_model(draft.text, wider);
  draft.model = parsed(project, draft.text);
  draft.inferred.model = std::move(inferred);
  for (const ExportFile& file : exports) draft.exports[file.name] = state.files.hash(file.path);
}

void keep_draft(const Project& project, const std::string& target, const ModelDraft& draft) {
  Json json = {{"version", kDraftVersion}, {"file", draft.file}, {"text", draft.text}, {"exports", draft.exports}};
  json["inferred"] = draft.inferred.model ? Json(model_text(*draft.inferred.model)) : Json();
  json["seen"] = draft.seen ? Json(*draft.seen) : Json();
  make_directories(drafts_dir(project));
  write_file(draft_file(project, target), json_text(json) + "\n");
}

ModelDraft take_up_draft(const Project& project, const std::string& target, TargetState& state) {
  ModelDraft draft = draft_of(project);
  const bool grows = project.source.drift == DriftPolicy::widen || project.source.drift == DriftPolicy::evolve;
  if (!grows) return draft;
  std::optional<ModelDraft> kept = kept_draft(project, target);
  // Who was killed while writing it has written the text, and not yet what was inferred.
  if (!kept || (draft.file != kept->file && draft.file != kept->text)) return draft;
  if (!are_there(project, kept->model, kept->exports, state)) return draft;
  kept->file = draft.file;
  kept->inferred.warning = draft.inferred.warning;
  return std::move(*kept);
}

std::vector<Drift> drift_of(const ModelDraft& draft, const Project& project) {
  return drift_of(differences(parsed(project, draft.file), draft.model));
}

void require_writable(const Project& project, const ModelDraft& draft) {
  if (!draft.differs()) return;
  try {
    require_rewritable(project.model_file());
  } catch (Error& error) {
    throw std::move(error).hint(
        "nothing was published: the exports ask for a wider model, which is written with them. Let rox write the file, "
        "or say drift = \"freeze\" in rox.toml");
  }
}

std::optional<std::string> write_draft(const Project& project, const std::string& target, ModelDraft& draft,
                                       TargetState& state) {
  if (draft.differs()) {
    if (read_file(project.model_file()) != draft.file) {
      discard_draft(project, target);
      return "model.toml was edited meanwhile, and stays as it is now: what this run widened or added will be by the "
             "next one";
    }
    rewrite_file(project.model_file(), draft.text);
  }
  if (draft.seen) state.seen_exports = *draft.seen;
  if (!draft.exports.empty() && draft.inferred.model) write_inferred(project.state_dir(), *draft.inferred.model);
  draft.file = draft.text;
  draft.exports.clear();
  draft.seen.reset();
  discard_draft(project, target);
  return std::nullopt;
}

void discard_draft(const Project& project, const std::string& target) {
  const std::filesystem::path file = draft_file(project, target);
  if (file_identity(file)) remove_file(file);
}

}  // namespace rox
