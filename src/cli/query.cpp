// rox query: one SELECT on the warehouse.
#include <fmt/format.h>

#include <filesystem>
#include <functional>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/file.hpp"
#include "base/terminal.hpp"
#include "cli/asked_engine.hpp"
#include "cli/output.hpp"
#include "cli/verbs.hpp"
#include "engine/postgres/postgres.hpp"
#include "engine/result/arrow_stream.hpp"
#include "ledger/ledger_tables.hpp"
#include "load/history.hpp"
#include "model/model_file.hpp"
#include "sql/references.hpp"

namespace rox {
namespace {

constexpr std::uint64_t kTableRows = 100;

struct QueryOptions {
  std::string sql;
  std::string file;
  AskedEngine engine;
  RowOptions rows;
  bool ledger = false;
  std::string as_of;
  bool arrow = false;
};

/// A connection that finds tables as they were at that moment, where all that the SQL reads are tables with a history.
std::unique_ptr<Engine> open_as_of(const Project& project, const Target& target, const std::string& text,
                                   const std::string& sql) {
  const std::string moment = moment_of(text);
  if (!target.is_local() && !target.is_postgres()) {
    throw usage_error(
        fmt::format("target {} keeps no history; a local warehouse does, and one on PostgreSQL", target.name));
  }
  const std::string schema = target.is_local() ? "main" : target.postgres().schema;
  const SqlDialect dialect = target.is_local() ? SqlDialect::duckdb : SqlDialect::postgres;
  const Model model = read_model(project.model_file());
  std::vector<const Table*> tables;
  for (const std::string& name : names_in(sql)) {
    const Table* table = model.find_table(name);
    const bool is_mart = std::filesystem::exists(project.marts_dir() / (name + ".sql"));
    if (table == nullptr && !is_mart) continue;
    if (table == nullptr || !table->history) {
      throw usage_error(fmt::format("{} has no history, so nobody knows what it was on {}", name, moment))
          .hint(is_mart ? "marts are made of today's tables; ask the tables that it reads"
                        : "from now on it has one with `history = true` below its [[table]] in model.toml");
    }
    tables.push_back(table);
  }
  const auto make_views = [&](Engine& engine, const std::function<std::string(const std::string&)>& statement) {
    for (const Table* table : tables) {
      require_known(engine, *table, moment);
      engine.execute(statement(as_of_view(*table, moment, schema, dialect)));
    }
  };
  if (!target.is_local()) {
    auto connection = std::make_unique<PostgresConnection>(target.postgres(),
                                                           PostgresOptions{.search_path = {schema}, .read_only = true});
    make_views(*connection, [](const std::string& view) { return "BEGIN READ WRITE; " + view + "; COMMIT"; });
    return connection;
  }
  DuckDbOptions options;
  options.threads = project.run.threads;
  options.memory_limit = project.run.memory_limit;
  options.read_only = true;
  auto connection = std::make_unique<DuckDbConnection>(DuckDbDatabase(target.local().path, options).connect());
  make_views(*connection, [](const std::string& view) { return view; });
  return connection;
}

std::string sql_text(const QueryOptions& options) {
  if (options.sql.empty() == options.file.empty()) {
    throw usage_error(options.sql.empty() ? "there is no SQL to run" : "either SQL or a file, not both")
        .hint("rox query 'SELECT …', or -f FILE, or - to read it from standard input");
  }
  if (!options.file.empty()) {
    if (!std::filesystem::exists(options.file)) throw usage_error("there is no such file").at(options.file);
    return read_any_file(options.file);
  }
  if (options.sql != "-") return options.sql;
  return {std::istreambuf_iterator<char>(std::cin), {}};
}

ExitCode query(const QueryOptions& options, const GlobalOptions& globals) {
  OutputFormat format = options.rows.format(globals);
  std::uint64_t limit = options.rows.row_limit(format);
  std::string sql = sql_text(options);
  Project project = open_project(globals);
  std::unique_ptr<Engine> engine =
      options.ledger           ? std::make_unique<DuckDbConnection>(ledger_tables(project.state_dir()))
      : !options.as_of.empty() ? open_as_of(project, chosen_target(project, globals), options.as_of, sql)
                               : open_asked_engine(project, globals, options.engine);
  if (!globals.quiet && !options.ledger) note_stale_marts(*engine, sql);
  Stopwatch seconds;
  try {
    std::unique_ptr<Result> result = engine->query(sql);
    if (options.arrow) {
      write_arrow(*result, print);
      return ExitCode::done;
    }
    print_rows(*result, format, limit, seconds, engine->name());
  } catch (Error& error) {
    if (options.file.empty() || !error.place().file.empty()) throw;
    SourceLocation place = error.place();
    throw std::move(error).at(options.file, place.line, place.column);
  }
  return ExitCode::done;
}

}  // namespace

Action query_verb(Options& verb, const GlobalOptions& globals) {
  auto options = std::make_shared<QueryOptions>();
  verb.add("SQL", options->sql, "One statement that reads; - takes it from standard input");
  verb.add("-f,--file", options->file, "Read the SQL from a file").value_name("FILE");
  options->engine.add_to(verb);
  verb.add_flag("--ledger", options->ledger, "Ask the record of runs instead: its tables are runs, steps and drift");
  verb.add("--as-of", options->as_of, "Tables as they were then, of those with history = true in model.toml")
      .value_name("TIME");
  options->rows.add_to(verb, kTableRows);
  verb.add_flag("--arrow", options->arrow, "All rows as an Arrow IPC stream, which pandas, Polars and others read");
  return [options, &globals] { return query(*options, globals); };
}

}  // namespace rox
