// rox model infer: brings model.toml up to what all rows of the exports prove; what a person changed in it stays.
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "base/rewrite_file.hpp"
#include "base/terminal.hpp"
#include "cli/model.hpp"
#include "cli/output.hpp"
#include "cli/structure_report.hpp"
#include "discovery/inferred.hpp"
#include "discovery/merge.hpp"
#include "model/difference.hpp"
#include "model/model_edit.hpp"
#include "model/model_file.hpp"
#include "run/infer_again.hpp"
#include "source/copies.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct InferArguments {
  std::optional<std::vector<std::string>> explain;  // the tables; none: all
  bool diff = false;
  bool force = false;
  std::string output;
};

std::vector<std::optional<std::uint64_t>> rows_of(const Model& model) {
  std::vector<std::optional<std::uint64_t>> rows;
  for (const Table& table : model.tables) rows.emplace_back(table.rows);
  return rows;
}

Inference infer_exports(const Project& project, const std::optional<Model>& known, const GlobalOptions& globals,
                        std::vector<LeftOut>* left_out) {
  ProgressBar bar(globals.show_progress());
  const Model* model = known ? &*known : nullptr;
  Inference inference = infer_again(
      project, model, find_exports(project.source.path, project.source.ignore, project.source.listing, model, left_out),
      "infer", [&](std::string_view what, double share, std::uint64_t rows) { bar.update(what, share, rows); });
  bar.clear();
  return inference;
}

/// The model that is there already, if it can be read; an unreadable one is only replaced by force.
std::optional<Model> existing_model(const fs::path& file, bool force) {
  if (!fs::exists(file)) return std::nullopt;
  if (!force) return read_model(file);
  try {
    return read_model(file);
  } catch (const Error&) {
    return std::nullopt;
  }
}

/// model.toml as it should be now.
struct NewModel {
  fs::path file;
  std::optional<Model> before;
  Merge merge;
  std::string warning;
  std::vector<Difference> changes;

  /// Empty: the file says all of it already.
  std::string text() const {
    if (!before) return model_text(merge.model);
    const std::string old = read_file(file);
    std::string edited = edit_model(old, merge.model);
    return edited == old ? "" : edited;
  }
};

NewModel merge_inference(const Project& project, const Proven& proven, const InferArguments& arguments,
                         NewModel found) {
  if (!found.before) {
    found.merge.model = proven.model;
    return found;
  }
  if (arguments.force) {
    found.merge.model = take_proven(*found.before, proven);
  } else {
    // What was inferred last is about the project's own model.toml.
    Remembered base;
    if (arguments.output.empty()) base = read_inferred(project.state_dir());
    found.merge = merge_models(base.model, *found.before, proven);
    found.warning = base.warning;
  }
  found.changes = differences(*found.before, found.merge.model);
  return found;
}

/// Of the named tables, or all.
void print_stories(const Inference& inference, const std::vector<std::string>& names) {
  const std::vector<Table>& tables = inference.model.tables;
  std::set<std::size_t> chosen;
  for (const std::string& name : names) {
    chosen.insert(static_cast<std::size_t>(&named_table(inference.model, name) - tables.data()));
  }
  bool first = true;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (!names.empty() && !chosen.contains(i)) continue;
    if (!first) print("\n");
    first = false;
    print_model_table(tables[i], inference.stories[i].rows, &inference.stories[i]);
    print_key_evidence(tables[i], inference.structure.keys[i]);
  }
  Structure structure = inference.structure;
  std::erase_if(structure.relations, [&](const RelationFinding& relation) {
    return !names.empty() && !chosen.contains(relation.child) && !chosen.contains(relation.parent);
  });
  print_relation_evidence(inference.model, structure);
}

/// --diff: what would change, and nothing else.
void print_changes(const NewModel& result, const GlobalOptions& globals) {
  const Model nothing;
  const auto changes = result.before ? result.changes : differences(nothing, result.merge.model);
  Json list = Json::array();
  for (const Difference& change : changes) {
    if (!globals.json) print(to_string(change) + "\n");
    const auto or_null = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
    list.push_back({{"table", change.table},
                    {"column", or_null(change.column)},
                    {"what", to_string(change.what)},
                    {"before", or_null(change.before)},
                    {"after", or_null(change.after)}});
  }
  if (globals.json) print(json_text(list) + "\n");
}

void write_result(const Project& project, const InferArguments& arguments, const GlobalOptions& globals,
                  const Model& inferred, const NewModel& result, const std::string& time) {
  const auto say = [&](const std::string& text) {
    if (!globals.quiet) note(text);
  };
  const std::string text = result.text();
  for (const Difference& change : result.changes) say("  " + to_string(change));
  if (text.empty()) {
    say(fmt::format("{} is what the exports prove already{}", result.file.string(),
                    result.merge.conflicts.empty() ? "" : ", edits aside"));
  } else if (globals.dry_run) {
    say(fmt::format("would write {}", result.file.string()));
  } else {
    rewrite_file(result.file, text);
  }
  if (globals.dry_run) return;
  if (arguments.output.empty()) {
    write_inferred(project.state_dir(), to_remember(read_inferred(project.state_dir()).model, inferred));
  }
  if (text.empty()) return;
  std::uint64_t rows = 0;
  std::size_t columns = 0;
  for (const Table& table : result.merge.model.tables) {
    rows += table.rows;
    columns += table.columns.size();
  }
  say(fmt::format("{}: {} tables, {} columns, from all {} rows in {}", result.file.string(),
                  result.merge.model.tables.size(), columns, human_count(rows), time));
}

ExitCode infer(const InferArguments& arguments, const GlobalOptions& globals) {
  const Project project = open_project(globals);
  const Stopwatch seconds;
  NewModel result;
  result.file = arguments.output.empty() ? project.model_file() : fs::path(arguments.output);
  result.before = existing_model(result.file, arguments.force);
  std::vector<LeftOut> left_out;
  const Inference inference = infer_exports(project, result.before, globals, &left_out);
  const Proven proven = proven_by(inference);
  result = merge_inference(project, proven, arguments, std::move(result));

  if (arguments.diff) {
    print_changes(result, globals);
  } else if (globals.json) {
    Json json = model_json(result.merge.model, rows_of(result.merge.model));
    json["evidence"] = structure_json(inference.model, inference.structure);
    print(json_text(json) + "\n");
  } else if (arguments.explain) {
    print_stories(inference, *arguments.explain);
  }
  if (!globals.quiet) {
    for (const std::string& warning : inference.warnings) note("warning: " + warning);
    if (!result.warning.empty()) note("warning: " + result.warning);
    for (const std::string& conflict : result.merge.conflicts) note("conflict: " + conflict);
    if (!left_out.empty()) note("not read: " + left_out_text(left_out));
  }
  if (!arguments.diff) write_result(project, arguments, globals, proven.model, result, human_seconds(seconds()));
  return ExitCode::done;
}

}  // namespace

Action model_infer_verb(Options& verb, const GlobalOptions& globals) {
  auto arguments = std::make_shared<InferArguments>();
  verb.add("--explain", arguments->explain,
           "Show the value, file and line that forced each choice, of these tables (default: all)")
      .value_name("TABLE");
  verb.add_flag("--diff", arguments->diff, "Only show what would change in model.toml");
  verb.add_flag("--force", arguments->force, "Take what the exports prove in place of edited types, keys and columns");
  verb.add("--output", arguments->output, "Write there instead").value_name("FILE");
  return [arguments, &globals] { return infer(*arguments, globals); };
}

}  // namespace rox
