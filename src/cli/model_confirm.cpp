// rox model confirm: keys that were inferred become certain, so that rows that break them are refused.
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "base/json.hpp"
#include "base/rewrite_file.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "cli/model.hpp"
#include "cli/output.hpp"
#include "model/model_edit.hpp"
#include "model/model_file.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

struct ConfirmArguments {
  std::vector<std::string> tables;
};

/// The named tables of the model, or all. Throws usage_error for a name that it doesn't have.
std::vector<Table*> chosen_tables(Model& model, const std::vector<std::string>& names) {
  std::vector<Table*> chosen;
  for (const std::string& name : names) {
    chosen.push_back(&model.tables[static_cast<std::size_t>(&named_table(model, name) - model.tables.data())]);
  }
  if (!names.empty()) return chosen;
  for (Table& table : model.tables) chosen.push_back(&table);
  return chosen;
}

/// "(id), (a, b)": the primary key, then the alternate ones.
std::string keys_text(const Table& table) {
  std::vector<std::string> texts;
  if (!table.primary_key.empty()) texts.push_back(fmt::format("({})", join(table.primary_key, ", ")));
  for (const std::vector<std::string>& key : table.unique) texts.push_back(fmt::format("({})", join(key, ", ")));
  return join(texts, ", ");
}

ExitCode confirm(const ConfirmArguments& arguments, const GlobalOptions& globals) {
  const Project project = open_project(globals);
  const std::string text = read_file(project.model_file());
  Model model = read_model(project.model_file());
  std::vector<const Table*> confirmed;
  for (Table* table : chosen_tables(model, arguments.tables)) {
    const bool has_keys = !table->primary_key.empty() || !table->unique.empty();
    if (!table->inferred_keys || !has_keys) continue;
    table->inferred_keys = false;
    confirmed.push_back(table);
  }
  if (!confirmed.empty() && !globals.dry_run) rewrite_file(project.model_file(), edit_model(text, model));
  if (globals.json) {
    Json names = Json::array();
    for (const Table* table : confirmed) names.push_back(table->name);
    print(json_text(Json{{"confirmed", names}}) + "\n");
    return ExitCode::done;
  }
  if (globals.quiet) return ExitCode::done;
  if (confirmed.empty()) {
    print("no key to confirm: none of these tables has inferred keys\n");
    return ExitCode::done;
  }
  for (const Table* table : confirmed) {
    print(fmt::format("{}: {} {}\n", table->name, keys_text(*table),
                      globals.dry_run ? "would be confirmed" : "confirmed"));
  }
  print("rows that repeat or lack such a primary key are refused from the next run on\n");
  return ExitCode::done;
}

}  // namespace

Action model_confirm_verb(Options& verb, const GlobalOptions& globals) {
  auto arguments = std::make_shared<ConfirmArguments>();
  verb.add("TABLE", arguments->tables, "The tables whose keys are certain (default: all)");
  return [arguments, &globals] { return confirm(*arguments, globals); };
}

}  // namespace rox
