#include "cli/compare.hpp"

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/terminal.hpp"
#include "quality/compare_report.hpp"
#include "run/compared_engines.hpp"

namespace rox {
namespace {

void print_overview(const ComparisonReport& report) {
  std::vector<TextTable::Column> columns{{"question"}};
  for (const std::string& engine : report.engines) columns.push_back({engine});
  TextTable table(std::move(columns));
  for (const ComparedQuestion& question : report.questions) {
    std::vector<std::string> cells{question.name};
    for (const EngineAnswer& answer : question.answers) {
      cells.push_back(fmt::format("{}  {}", verdict_text(answer, &answer == &question.answers.front()),
                                  human_seconds(answer.seconds)));
    }
    table.add_row(std::move(cells));
  }
  print(table.text(terminal_width()));
}

void print_differences(const ComparisonReport& report) {
  for (const ComparedQuestion& question : report.questions) {
    for (const EngineAnswer& answer : question.answers) {
      if (answer.comparison.verdict == Verdict::equal) continue;
      print(fmt::format("\n{} on {}: {}\n", question.name, answer.engine, to_string(answer.comparison.verdict)));
      for (const std::string& line : difference_lines(answer.comparison, report.engines.front(), answer.engine)) {
        print("  " + line + "\n");
      }
    }
  }
}

/// A difference is a result; only without one it matters that an engine has no answer.
ExitCode exit_code_of(const ComparisonReport& report) {
  ExitCode code = ExitCode::done;
  for (const ComparedQuestion& question : report.questions) {
    for (const EngineAnswer& answer : question.answers) {
      const Verdict verdict = answer.comparison.verdict;
      if (verdict == Verdict::order || verdict == Verdict::different) return ExitCode::data;
      if (answer.error) code = std::max(code, answer.error->exit_code());
    }
  }
  return code;
}

}  // namespace

ExitCode compare_answers(const Project& project, const std::vector<std::string>& engines,
                         const std::vector<SqlFile>& files, const std::function<ParamValues(const SqlFile&)>& values_of,
                         const GlobalOptions& globals) {
  std::vector<std::string> names = engines.empty() ? reader_names(project) : engines;
  if (names.size() == 1 && names.front() != globals.target) names.insert(names.begin(), globals.target);
  if (names.size() < 2) {
    throw usage_error("there is only one engine to ask, so nothing to compare")
        .at((project.root / "rox.toml").string())
        .hint("add another [target.NAME], or name engines: rox analyze --compare duckdb spark");
  }
  std::vector<ComparedEngine> readers;
  for (const std::string& name : names) readers.push_back(open_compared_engine(project, name));
  ProgressBar bar(globals.show_progress());
  const ComparisonReport report =
      compare_engines(readers, files, values_of, [&](const std::string& engine, const SqlFile& file) {
        bar.update(fmt::format("{} on {}", file.name, engine), -1, 0);
      });
  bar.clear();
  make_directories(project.reports_dir());
  write_file(project.reports_dir() / "compare.json", comparison_json(report));
  write_file(project.reports_dir() / "compare.md", comparison_markdown(report));
  write_file(project.reports_dir() / "compare.html", comparison_html(report));
  if (globals.json) {
    print(comparison_json(report));
  } else {
    print_overview(report);
    print_differences(report);
    if (!globals.quiet) print("\nwritten to reports/compare.{md,html,json}\n");
  }
  return exit_code_of(report);
}

}  // namespace rox
