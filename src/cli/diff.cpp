// rox diff: what differs between two states of the tables.
#include <fmt/format.h>

#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "cli/output.hpp"
#include "cli/verbs.hpp"
#include "run/diff.hpp"

namespace rox {
namespace {

constexpr std::uint64_t kTableRows = 50;

struct DiffOptions {
  std::string before;
  std::string after;
  std::string table;
  std::string save;
  RowOptions rows;
};

ExitCode run_diff(const DiffOptions& options, const GlobalOptions& globals) {
  const OutputFormat format = options.rows.format(globals);
  const std::uint64_t limit = options.rows.row_limit(format);
  const Project project = open_project(globals);
  const Target& target = chosen_target(project, globals);
  DiffRequest request;
  request.before = options.before;
  request.after = options.after.empty() ? target.name : options.after;
  if (!options.table.empty()) request.tables.push_back(options.table);
  request.database = options.save;
  const Stopwatch seconds;
  ProgressBar bar(globals.show_progress());
  Diff diff = diff_project(project, target, request, [&](const std::string& what) { bar.update(what, -1, 0); });
  bar.clear();
  if (format == OutputFormat::table && !globals.quiet) note(fmt::format("{} → {}", diff.before, diff.after));
  const char* sql =
      options.table.empty()
          ? "SELECT * FROM difference_counts"
          : "SELECT change, \"key\", before, after FROM differences ORDER BY change, \"key\", before, after";
  print_rows(*diff.differences.query(sql), format, limit, seconds, "duckdb");
  for (const std::string& table : diff.incomplete) {
    note(fmt::format("table {}: more than a million rows differ; the numbers are of what was read until then", table));
  }
  return diff.equal ? ExitCode::done : ExitCode::data;
}

}  // namespace

Action diff_verb(Options& verb, const GlobalOptions& globals) {
  auto options = std::make_shared<DiffOptions>();
  verb.add("BEFORE", options->before,
           "A target, a run (its id, the beginning of it, 'last', 'last~1'), or a folder of exports")
      .required();
  verb.add("AFTER", options->after, "What to compare with it (default: the warehouse of --target as it is now)");
  verb.add("TABLE", options->table,
           "The rows of that table that differ, with both values (default: counts of all tables)");
  verb.add("--save", options->save, "Keep all differing rows in a new DuckDB file, for SQL").value_name("FILE");
  options->rows.add_to(verb, kTableRows);
  return [options, &globals] { return run_diff(*options, globals); };
}

}  // namespace rox
