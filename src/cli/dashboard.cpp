// rox dashboard: the pages of the dashboard as files.
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "base/json.hpp"
#include "base/terminal.hpp"
#include "cli/pages.hpp"
#include "cli/verbs.hpp"
#include "dashboard/view.hpp"
#include "model/model_file.hpp"

namespace rox {
namespace {

struct DashboardArguments {
  bool force = false;
};

/// By the warehouse, which has marts too; where there is none yet, by the model.
Dashboard known_dashboard(const Project& project, const Target& target) {
  std::shared_ptr<const Snapshot> snapshot;
  try {
    snapshot = std::make_shared<const Snapshot>(project, target, ReadingLimits{});
  } catch (const Error&) {
    return model_dashboard(project, read_model(project.model_file()));
  }
  return read_dashboard(*snapshot);
}

ExitCode make_pages(const DashboardArguments& arguments, const GlobalOptions& globals) {
  const Project project = open_project(globals);
  const Dashboard dashboard = known_dashboard(project, chosen_target(project, globals));
  const std::vector<std::filesystem::path> files =
      write_pages(project, derived_pages(dashboard.derived), arguments.force, globals.dry_run);
  if (globals.json) {
    nlohmann::ordered_json names = nlohmann::ordered_json::array();
    for (const auto& file : files) names.push_back(file.string());
    print(json_text(nlohmann::ordered_json{{"files", names}}) + "\n");
  } else {
    for (const auto& file : files) print(file.string() + "\n");
  }
  if (globals.quiet) return ExitCode::done;
  for (const std::string& notice : dashboard.notices) note(notice);
  if (files.empty()) note("the pages are there already; --force writes them again");
  return ExitCode::done;
}

}  // namespace

Action dashboard_verb(Options& verb, const GlobalOptions& globals) {
  auto arguments = std::make_shared<DashboardArguments>();
  Options init = verb.add_subverb("init", "write the pages that rox makes as files, to be changed");
  init.add_flag("--force", arguments->force, "Replace files of the same names");
  verb.require_subverb();
  return [arguments, &globals] { return make_pages(*arguments, globals); };
}

}  // namespace rox
