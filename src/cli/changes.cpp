// rox changes: what runs changed in the tables.
#include <fmt/format.h>

#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "cli/output.hpp"
#include "cli/verbs.hpp"
#include "engine/open.hpp"
#include "engine/result/cells.hpp"
#include "load/earlier_rows.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr std::uint64_t kTableRows = 50;

struct ChangesOptions {
  std::string run;
  std::string table;
  RowOptions rows;
};

std::string named_table(Engine& engine, const std::string& run, const std::string& name) {
  const std::vector<std::string> tables =
      query_texts(engine, fmt::format("SELECT \"table\" FROM {} WHERE run = {} ORDER BY 1", change_counts(engine),
                                      sql_literal(run, engine.dialect())));
  for (const std::string& table : tables) {
    if (equals_ignore_case(table, name)) return table;
  }
  throw usage_error(fmt::format("run {} loaded no table '{}'{}", run, name, did_you_mean(name, tables)))
      .hint("it loaded " + join(tables, ", "));
}

std::string changes_sql(Engine& engine, const ChangesOptions& options) {
  if (options.run.empty()) {
    return fmt::format("SELECT run, \"table\", how, inserted, updated, deleted FROM {} ORDER BY run DESC, \"table\"",
                       change_counts(engine));
  }
  const std::string run = named_run(engine, options.run);
  const std::string of_run = "run = " + sql_literal(run, engine.dialect());
  if (options.table.empty()) {
    return fmt::format("SELECT \"table\", how, inserted, updated, deleted FROM {} WHERE {} ORDER BY \"table\"",
                       change_counts(engine), of_run);
  }
  const std::string table = named_table(engine, run, options.table);
  if (!keeps_changes(engine)) {
    throw usage_error(fmt::format("{} remembers how many rows of {} changed, but not which", engine.name(), table))
        .hint("an older rox kept no more; it is known of the runs from now on");
  }
  return fmt::format(
      "SELECT change, \"key\", before, after FROM {} WHERE {} AND \"table\" = {} ORDER BY change, \"key\", before, "
      "after",
      change_rows(engine), of_run, sql_literal(table, engine.dialect()));
}

ExitCode changes(const ChangesOptions& options, const GlobalOptions& globals) {
  const OutputFormat format = options.rows.format(globals);
  const std::uint64_t limit = options.rows.row_limit(format);
  const Project project = open_project(globals);
  const Target& target = chosen_target(project, globals);
  const std::unique_ptr<Engine> engine = open_for_reading(target, project);
  if (!counts_changes(*engine)) {
    throw usage_error(fmt::format("the warehouse of target {} doesn't remember what changed", target.name))
        .hint(target.is_local() || target.is_postgres() ? "it does from the next run on that changes something"
                                                        : "a local one does: `rox changes -t local`");
  }
  const Stopwatch seconds;
  const std::unique_ptr<Result> result = engine->query(changes_sql(*engine, options));
  print_rows(*result, format, limit, seconds, engine->name());
  return ExitCode::done;
}

}  // namespace

Action changes_verb(Options& verb, const GlobalOptions& globals) {
  auto options = std::make_shared<ChangesOptions>();
  verb.add("RUN", options->run,
           "Of that run: its id or the beginning of it, 'last', or 'last~1' before it (default: counts of all runs)");
  verb.add("TABLE", options->table, "The rows of that table, with old and new values");
  options->rows.add_to(verb, kTableRows);
  return [options, &globals] { return changes(*options, globals); };
}

}  // namespace rox
