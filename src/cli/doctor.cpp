// rox doctor: what the project needs, what is missing, and the way out.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/terminal.hpp"
#include "cli/verbs.hpp"
#include "cli/version.hpp"
#include "run/doctor.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

/// Nothing where no folder from there upwards is a project; one that is broken is an error.
std::optional<Project> project_here(const GlobalOptions& globals) {
  std::error_code error;
  for (std::filesystem::path dir = std::filesystem::canonical(globals.project_dir, error); !error;
       dir = dir.parent_path()) {
    if (std::filesystem::exists(dir / "rox.toml", error)) return open_project(globals);
    if (!dir.has_relative_path()) break;
  }
  return std::nullopt;
}

void print_json(const std::vector<Finding>& findings) {
  Json list = Json::array();
  for (const Finding& finding : findings) {
    list.push_back({{"what", finding.what},
                    {"health", to_string(finding.health)},
                    {"detail", finding.detail},
                    {"way_out", finding.way_out.empty() ? Json(nullptr) : Json(finding.way_out)}});
  }
  print(json_text(Json{{"version", version_json()}, {"findings", list}}) + "\n");
}

void print_text(const std::vector<Finding>& findings) {
  print(version_text());
  for (const Finding& finding : findings) {
    print(fmt::format("{:<9}  {}: {}\n", to_string(finding.health), finding.what, printable(finding.detail)));
    if (!finding.way_out.empty()) print(fmt::format("{:<11}{}\n", "", finding.way_out));
  }
}

ExitCode doctor(const GlobalOptions& globals) {
  const std::optional<Project> project = project_here(globals);
  const std::vector<Finding> findings = project ? examine_project(*project) : examine_machine();
  globals.json ? print_json(findings) : print_text(findings);
  if (!project && !globals.quiet) note("no project here: what its targets need isn't looked at (-C DIR)");
  const bool missing =
      std::any_of(findings.begin(), findings.end(), [](const Finding& f) { return f.health == Health::missing; });
  return missing ? ExitCode::outside : ExitCode::done;
}

}  // namespace

Action doctor_verb(Options&, const GlobalOptions& globals) {
  return [&globals] { return doctor(globals); };
}

}  // namespace rox
