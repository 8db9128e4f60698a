// rox completion: the shells' scripts, and the words that they ask for while somebody types.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/terminal.hpp"
#include "base/text.hpp"
#include "cli/completion_scripts.hpp"
#include "cli/verbs.hpp"
#include "ledger/ledger.hpp"
#include "model/model_file.hpp"
#include "quality/sql_checks.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

/// The files of that folder, without their endings.
std::vector<std::string> names_in(const fs::path& dir) {
  std::vector<std::string> names;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(dir, none)) {
    if (entry.path().extension() == ".sql") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Model model_of(const Project& project) { return read_model(project.model_file()); }

std::vector<std::string> targets(const Project& project) {
  std::vector<std::string> names;
  for (const auto& [name, target] : project.targets) names.push_back(name);
  return names;
}

std::vector<std::string> tables(const Project& project) {
  std::vector<std::string> names;
  for (const Table& table : model_of(project).tables) names.push_back(table.name);
  return names;
}

std::vector<std::string> runs(const Project& project) { return list_runs(project.state_dir()); }
std::vector<std::string> marts(const Project& project) { return names_in(project.marts_dir()); }
std::vector<std::string> analyses(const Project& project) { return names_in(project.analyses_dir()); }

std::vector<std::string> checks(const Project& project) {
  std::vector<std::string> names;
  for (const Check& check : all_checks(model_of(project), project.checks_dir(), SqlDialect::duckdb)) {
    names.push_back(check.name);
  }
  return names;
}

std::vector<std::string> steps(const Project& project) {
  std::vector<std::string> names;
  for (const std::string& table : tables(project)) names.push_back(StepId{StepKind::load, table}.name());
  names.push_back(StepId{StepKind::relate, ""}.name());
  for (const std::string& mart : marts(project)) names.push_back(StepId{StepKind::transform, mart}.name());
  names.push_back(StepId{StepKind::check, ""}.name());
  names.push_back(StepId{StepKind::guard, ""}.name());
  names.push_back(StepId{StepKind::publish, ""}.name());
  for (const std::string& analysis : analyses(project)) names.push_back(StepId{StepKind::analyze, analysis}.name());
  return names;
}

struct Shell {
  std::string_view name;
  std::string (*script)(const VerbInfo& program);
};
constexpr std::array kShells{Shell{"bash", bash_completion}, Shell{"zsh", zsh_completion},
                             Shell{"fish", fish_completion}};

struct Words {
  std::string_view name;
  std::vector<std::string> (*list)(const Project& project);
};
constexpr std::array kWords{Words{"tables", tables},     Words{"targets", targets}, Words{"runs", runs},
                            Words{"analyses", analyses}, Words{"marts", marts},     Words{"checks", checks},
                            Words{"steps", steps}};

std::string known() {
  std::vector<std::string> names;
  for (const Shell& shell : kShells) names.emplace_back(shell.name);
  for (const Words& words : kWords) names.emplace_back(words.name);
  return join(names, ", ");
}

ExitCode completion(const std::string& what, const GlobalOptions& globals) {
  for (const Shell& shell : kShells) {
    if (shell.name != what) continue;
    print(shell.script(program_info()));
    return ExitCode::done;
  }
  for (const Words& words : kWords) {
    if (words.name != what) continue;
    for (const std::string& name : words.list(open_project(globals))) print(name + "\n");
    return ExitCode::done;
  }
  throw usage_error(fmt::format("nothing to complete is called '{}'", what)).hint("use one of " + known());
}

}  // namespace

Action completion_verb(Options& verb, const GlobalOptions& globals) {
  auto what = std::make_shared<std::string>();
  verb.add("WHAT", *what, "A shell's script, or words of the project: " + known()).required();
  return [what, &globals] { return completion(*what, globals); };
}

}  // namespace rox
