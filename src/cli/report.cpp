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
#include "dashboard/report_pdf.hpp"
#include "dashboard/report_workbook.hpp"

namespace rox {
namespace {

struct ReportArguments {
  std::filesystem::path folder;
  std::string language = "en";
  std::string charts = "svg";
  std::string page;
  bool pdf = false;
  bool xlsx = false;
  std::string period, from, to, compare;
  std::vector<std::string> where, except;
};

/// "DIMENSION=VALUE" as a parameter of the page's address.
std::pair<std::string, std::string> filter_parameter(const char* kind, const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw usage_error(fmt::format("'{}' is no filter", text))
        .hint("write DIMENSION=VALUE, as in the address of the page");
  }
  return {fmt::format("{}.{}", kind, text.substr(0, equals)), text.substr(equals + 1)};
}

ReportOptions report_options(const ReportArguments& arguments) {
  ReportOptions options;
  options.language = parse_report_language(arguments.language);
  options.page = arguments.page;
  std::vector<std::pair<std::string, std::string>> params;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) params.emplace_back(name, value);
  };
  add("period", arguments.period);
  add("from", arguments.from);
  add("to", arguments.to);
  add("compare", arguments.compare);
  for (const std::string& text : arguments.where) params.push_back(filter_parameter("where", text));
  for (const std::string& text : arguments.except) params.push_back(filter_parameter("not", text));
  options.params = Params(std::move(params));
  return options;
}

std::vector<ChartFormat> chart_formats(const std::string& text) {
  if (text == "svg") return {ChartFormat::svg};
  if (text == "png") return {ChartFormat::png};
  if (text == "both") return {ChartFormat::svg, ChartFormat::png};
  if (text == "none") return {};
  throw usage_error(fmt::format("charts can't be '{}'", text)).hint("use svg, png, both or none");
}

ExitCode report(const ReportArguments& arguments, const GlobalOptions& globals) {
  const Project project = open_project(globals);
  const ReportOptions options = report_options(arguments);
  const std::vector<ChartFormat> formats = chart_formats(arguments.charts);
  const View view(std::make_shared<const Snapshot>(project, chosen_target(project, globals), ReadingLimits{}));
  const std::filesystem::path folder =
      arguments.folder.empty() ? project.reports_dir() : std::filesystem::absolute(arguments.folder);
  make_directories(folder);

  std::vector<std::filesystem::path> files{folder / "dashboard.html"};
  write_file(files.front(), report_html(view, options));
  for (const ChartFormat format : formats) {
    for (std::filesystem::path& chart : write_charts(view, options, format, folder / "charts")) {
      files.push_back(std::move(chart));
    }
  }
  if (arguments.pdf) {
    files.push_back(folder / "dashboard.pdf");
    print_pdf(files.front(), files.back());
  }
  if (arguments.xlsx) {
    files.push_back(folder / "dashboard.xlsx");
    write_report_workbook(view, options, files.back());
  }
  if (!globals.quiet) {
    for (const std::string& notice : view.dashboard()->notices) note(notice);
  }
  if (globals.json) {
    nlohmann::ordered_json names = nlohmann::ordered_json::array();
    for (const auto& file : files) names.push_back(file.string());
    print(json_text(nlohmann::ordered_json{{"files", names}, {"pages", report_figures(view, options)}}) + "\n");
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
  verb.add_flag("--pdf", arguments->pdf, "As a PDF too (needs Chromium)");
  verb.add_flag("--xlsx", arguments->xlsx, "The figures as a workbook too");
  verb.add("--page", arguments->page, "The page that it opens on, and that the filters are for (default: the first)")
      .value_name("PAGE");
  verb.add("--period", arguments->period, "all, last_month, this_year, last_12_months, …").value_name("PERIOD");
  verb.add("--from", arguments->from, "From that day on").value_name("DAY");
  verb.add("--to", arguments->to, "Up to that day").value_name("DAY");
  verb.add("--compare", arguments->compare, "With the period before (prev, default), the year before (year), or none")
      .value_name("WITH");
  verb.add("--where", arguments->where, "Only that value of a dimension, as in the page's address; again for several")
      .value_name("DIMENSION=VALUE")
      .one_at_a_time();
  verb.add("--except", arguments->except, "All but that value").value_name("DIMENSION=VALUE").one_at_a_time();
  return [arguments, &globals] { return report(*arguments, globals); };
}

}  // namespace rox
