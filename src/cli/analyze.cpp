// rox analyze: the project's questions, answered.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "cli/asked_engine.hpp"
#include "cli/compare.hpp"
#include "cli/output.hpp"
#include "cli/verbs.hpp"
#include "engine/sql/sql_query.hpp"

namespace rox {
namespace {

constexpr std::uint64_t kTableRows = 20;

struct AnalyzeOptions {
  std::vector<std::string> names;
  std::vector<std::string> params;
  AskedEngine engine;
  std::optional<std::vector<std::string>> compared;  // engines; empty: all
  RowOptions rows;
};

ParamValues parse_params(const std::vector<std::string>& texts) {
  ParamValues values;
  for (const std::string& text : texts) {
    std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw usage_error(fmt::format("--param '{}' is not name=value", text)).hint("as in --param month=2013-09");
    }
    if (!values.emplace(text.substr(0, equals), text.substr(equals + 1)).second) {
      throw usage_error(fmt::format("--param {} is given twice", text.substr(0, equals)));
    }
  }
  return values;
}

std::vector<std::string> names_of(const std::vector<SqlFile>& files) {
  std::vector<std::string> names;
  for (const SqlFile& file : files) names.push_back(file.name);
  return names;
}

/// The analysis of that name, or the only one whose name starts so.
const SqlFile& find_analysis(const std::vector<SqlFile>& files, const std::string& name) {
  std::vector<const SqlFile*> starts;
  for (const SqlFile& file : files) {
    if (file.name == name) return file;
    if (file.name.starts_with(name)) starts.push_back(&file);
  }
  if (starts.size() == 1) return *starts.front();
  std::vector<std::string> known = names_of(files);
  const std::string problem = starts.empty()
                                  ? fmt::format("there is no analysis '{}'{}", name, did_you_mean(name, known))
                                  : fmt::format("analysis '{}' is ambiguous", name);
  throw usage_error(problem).hint("there are: " + join(known, ", "));
}

std::vector<SqlFile> chosen_analyses(const Project& project, const std::vector<std::string>& names) {
  std::vector<SqlFile> files = read_sql_files(project.analyses_dir());
  if (files.empty()) {
    throw usage_error("the project has no analyses")
        .at(project.analyses_dir().string())
        .hint("put one SELECT per file there, with `-- title:` and `-- question:` on top");
  }
  if (names.empty()) return files;
  std::vector<SqlFile> chosen;
  for (const std::string& name : names) chosen.push_back(find_analysis(files, name));
  return chosen;
}

bool takes(const SqlFile& file, const std::string& param) {
  return std::any_of(file.params.begin(), file.params.end(), [&](const SqlParam& p) { return p.name == param; });
}

/// The values that this file takes.
ParamValues values_for(const SqlFile& file, const ParamValues& values) {
  ParamValues taken;
  for (const auto& [name, value] : values) {
    if (takes(file, name)) taken.emplace(name, value);
  }
  return taken;
}

/// Every --param has to be for at least one of the analyses.
void check_params(const std::vector<SqlFile>& files, const ParamValues& values) {
  std::vector<std::string> known;
  for (const SqlFile& file : files) {
    for (const SqlParam& param : file.params) known.push_back(param.name);
  }
  for (const auto& [name, value] : values) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    throw usage_error(fmt::format("no analysis takes a parameter '{}'{}", name, did_you_mean(name, known)))
        .hint(known.empty() ? "those chosen have none" : "there are: " + join(known, ", "));
  }
}

void print_heading(const SqlFile& file, const ParamValues& values) {
  const char* bold = stdout_has_color() ? "\x1B[1m" : "";
  const char* plain = stdout_has_color() ? "\x1B[0m" : "";
  print(fmt::format("{}{}: {}{}\n", bold, file.name, printable(file.title), plain));
  if (!file.question.empty()) print(printable(file.question) + "\n");
  for (const SqlParam& param : file.params) {
    auto given = values.find(param.name);
    print(fmt::format("{} = {}{}\n", param.name,
                      printable(given != values.end() ? given->second : param.default_value.value_or("")),
                      given != values.end() ? "" : " (default)"));
  }
  print("\n");
}

void answer(Engine& engine, const SqlFile& file, const ParamValues& values, OutputFormat format, std::uint64_t limit) {
  Stopwatch seconds;
  std::unique_ptr<Result> result = query_file(engine, file, values);
  switch (format) {
    case OutputFormat::table:
      print_heading(file, values);
      print_table(*result, limit, seconds);
      break;
    case OutputFormat::csv: write_csv(*result, print, limit); break;
    case OutputFormat::json:
      write_json(*result, {file.name, file.title, std::string(engine.name())}, seconds, print, limit);
      break;
  }
}

ExitCode analyze(const AnalyzeOptions& options, const GlobalOptions& globals) {
  OutputFormat format = options.rows.format(globals);
  std::uint64_t limit = options.rows.row_limit(format);
  ParamValues values = parse_params(options.params);
  Project project = open_project(globals);
  std::vector<SqlFile> files = chosen_analyses(project, options.names);
  check_params(files, values);
  if (options.compared) {
    return compare_answers(
        project, *options.compared, files, [&](const SqlFile& file) { return values_for(file, values); }, globals);
  }
  if (format == OutputFormat::csv && files.size() != 1) {
    throw usage_error("--csv prints one table, but several analyses are chosen")
        .hint("name one: rox analyze " + files.front().name + " --csv");
  }
  std::unique_ptr<Engine> engine = open_asked_engine(project, globals, options.engine);
  if (format == OutputFormat::json) print("[");
  const char* separator = "";
  for (const SqlFile& file : files) {
    if (!globals.quiet) note_stale_marts(*engine, file.text);
    if (format != OutputFormat::csv) print(separator);
    answer(*engine, file, values_for(file, values), format, limit);
    separator = format == OutputFormat::json ? ",\n" : "\n";
  }
  if (format == OutputFormat::json) print("]\n");
  return ExitCode::done;
}

}  // namespace

Action analyze_verb(Options& verb, const GlobalOptions& globals) {
  auto options = std::make_shared<AnalyzeOptions>();
  verb.add("NAMES", options->names, "Analyses by file name, or the start of one (default: all)").value_name("");
  verb.add("-p,--param", options->params, "A parameter's value: month=2013-09")
      .value_name("NAME=VALUE")
      .one_at_a_time();
  options->engine.add_to(verb);
  verb.add("--compare", options->compared, "Compare the answers of these targets or engines (none: all of rox.toml)")
      .value_name("NAME...")
      .separated_by_commas();
  options->rows.add_to(verb, kTableRows);
  return [options, &globals] { return analyze(*options, globals); };
}

}  // namespace rox
