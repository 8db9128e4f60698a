// rox report: the dashboard as files.
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "base/json.hpp"
#include "base/terminal.hpp"
#include "cli/verbs.hpp"
#include "dashboard/report.hpp"

namespace rox {
namespace {

struct ReportArguments {
  std::filesystem::path folder;
  std::string language = "en";
  std::string charts = "svg";
};

std::vector<ChartFormat> chart_formats(const std::string& text) {
  if (text == "svg") return {ChartFormat::svg};
  if (text == "png") return {ChartFormat::png};
  if (text == "both") return {ChartFormat::svg, ChartFormat::png};
  if (text == "none") return {};
  throw usage_error(fmt::format("charts can't be '{}'", text)).hint("use svg, png, both or none");
}

ExitCode report(const ReportArguments& arguments, const GlobalOptions& globals) {
  const Project project = open_project(globals);
  const ReportLanguage language = parse_report_language(arguments.language);
  const std::vector<ChartFormat> formats = chart_formats(arguments.charts);
  const Snapshot snapshot(project, chosen_target(project, globals), {});
  const std::filesystem::path folder =
      arguments.folder.empty() ? project.reports_dir() : std::filesystem::absolute(arguments.folder);
  make_directories(folder);

  std::vector<std::filesystem::path> files{folder / "dashboard.html"};
  write_file(files.front(), report_html(snapshot, language));
  for (const ChartFormat format : formats) {
    for (std::filesystem::path& chart : write_charts(snapshot, language, format, folder / "charts")) {
      files.push_back(std::move(chart));
    }
  }
  if (globals.json) {
    nlohmann::ordered_json names = nlohmann::ordered_json::array();
    for (const auto& file : files) names.push_back(file.string());
    print(json_text(nlohmann::ordered_json{{"files", names}}) + "\n");
  } else {
    for (const auto& file : files) print(file.string() + "\n");
  }
  return ExitCode::done;
}

}  // namespace

Action report_verb(Options& verb, const GlobalOptions& globals) {
  auto arguments = std::make_shared<ReportArguments>();
  verb.add("--out", arguments->folder, "Write to this folder (default: reports/)").value_name("DIR");
  verb.add("--language", arguments->language, "en (default) or pt").value_name("LANGUAGE");
  verb.add("--charts", arguments->charts, "The charts as svg (default), png, both or none").value_name("FORMAT");
  return [arguments, &globals] { return report(*arguments, globals); };
}

}  // namespace rox
