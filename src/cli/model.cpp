// rox model: the conceptual model. `infer` writes model.toml from all rows of the exports, `show` shows it;
// `diagram` (model_diagram.cpp) draws it.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/file.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "cli/model_text.hpp"
#include "cli/model_verbs.hpp"
#include "cli/output.hpp"
#include "cli/structure_report.hpp"
#include "cli/verbs.hpp"
#include "discovery/compare.hpp"
#include "discovery/infer.hpp"
#include "model/model_file.hpp"
#include "source/export.hpp"
#include "source/scan.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::size_t kCountBatch = std::size_t{1} << 16;

struct InferArguments {
  bool explain = false;
  bool force = false;
  std::string output;
};

/// `rows`: by table; empty where nobody knows.
Json model_json(const Model& model, const std::vector<std::optional<std::uint64_t>>& rows) {
  Json tables = Json::array();
  for (std::size_t i = 0; i < model.tables.size(); ++i) {
    const Table& table = model.tables[i];
    Json columns = Json::array();
    for (const Column& column : table.columns) {
      columns.push_back({{"name", column.name}, {"type", to_string(column.type)}, {"nullable", column.nullable}});
    }
    Json relations = Json::array();
    for (const Relation& relation : table.relations) {
      relations.push_back({{"columns", relation.columns},
                           {"references", {{"table", relation.table}, {"columns", relation.parent_columns}}},
                           {"enforce", relation.enforce}});
    }
    Json entry{{"name", table.name}, {"file", table.file}, {"rows", nullptr}, {"columns", std::move(columns)}};
    if (rows[i]) entry["rows"] = *rows[i];
    entry["primary_key"] = table.primary_key;
    entry["unique"] = table.unique;
    entry["relations"] = std::move(relations);
    tables.push_back(std::move(entry));
  }
  return {{"tables", std::move(tables)}};
}

/// Counting rows needs no rejects: what is counted is what a run reads.
class DropRejects : public RejectSink {
 public:
  void add(Reject) override {}
};

std::uint64_t count_rows(const TableExports& exports, const Dialect& dialect, unsigned threads) {
  DropRejects rejects;
  TableScan scan(*exports.table, exports.files, dialect, {}, rejects);
  std::mutex mutex;
  std::exception_ptr failure;
  {
    std::vector<std::jthread> workers;
    for (unsigned i = 0; i < std::max(1U, threads); ++i) {
      workers.emplace_back([&] {
        try {
          const auto worker = scan.worker();
          while (worker->next({}, kCountBatch) > 0) continue;
        } catch (...) {
          const std::lock_guard lock(mutex);
          failure = std::current_exception();
        }
      });
    }
  }
  if (failure) std::rethrow_exception(failure);
  std::uint64_t records = 0;
  for (const FileCounts& counts : scan.finish()) records += counts.records;
  return records;
}

/// The records in each table's exports; none where the exports aren't at hand.
std::vector<std::optional<std::uint64_t>> rows_of(const Project& project, const Model& model,
                                                  const GlobalOptions& globals) {
  std::vector<std::optional<std::uint64_t>> rows(model.tables.size());
  try {
    const auto files = list_exports(project.source.path, project.source.ignore);
    const auto matched = match_exports(model, files, project.source.path);
    const unsigned threads = project.run.threads > 0 ? project.run.threads : std::thread::hardware_concurrency();
    for (std::size_t i = 0; i < matched.size(); ++i) rows[i] = count_rows(matched[i], project.source.dialect, threads);
  } catch (const Error& e) {
    if (!globals.quiet) note(fmt::format("the rows aren't counted: {}", e.report()));
  }
  return rows;
}

/// One table for people: its columns, and under each its story if there is one.
void print_model_table(const Table& table, std::optional<std::uint64_t> rows, const TableStory* story) {
  if (story == nullptr) {
    print(table_text(table, rows, terminal_width()));
    return;
  }
  const std::string count = rows ? fmt::format("{} rows, ", human_count(*rows)) : "";
  print(fmt::format("{}  ({}{} columns, {})\n", table.name, count, table.columns.size(), table.file));
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const Column& column = table.columns[i];
    const std::string format = format_text(column.format);
    print(fmt::format("  {}  {}{}{}\n", column.name, to_string(column.type), column.nullable ? "" : " not null",
                      format.empty() ? "" : fmt::format(" ({})", format)));
    for (const std::string& reason : story->columns[i].reasons) print(fmt::format("      {}\n", reason));
  }
}

std::vector<std::optional<std::uint64_t>> inferred_rows(const Inference& inference) {
  std::vector<std::optional<std::uint64_t>> rows;
  for (const TableStory& story : inference.stories) rows.emplace_back(story.rows);
  return rows;
}

void report(const Inference& inference, const Model& model, const InferArguments& arguments,
            const GlobalOptions& globals) {
  if (globals.json) {
    Json json = model_json(model, inferred_rows(inference));
    json["evidence"] = structure_json(inference.model, inference.structure);
    print(json.dump() + "\n");
  } else if (arguments.explain) {
    for (std::size_t i = 0; i < model.tables.size(); ++i) {
      if (i > 0) print("\n");
      print_model_table(model.tables[i], inference.stories[i].rows, &inference.stories[i]);
      print_key_evidence(inference.model.tables[i], inference.structure.keys[i]);
    }
    print_relation_evidence(inference.model, inference.structure);
  }
  if (globals.quiet) return;
  for (const std::string& warning : inference.warnings) note(fmt::format("warning: {}", warning));
}

/// The model that is there already, if it can be read; an unreadable one is only replaced by force.
std::optional<Model> existing_model(const fs::path& file, bool force) {
  if (!fs::exists(file)) return std::nullopt;
  if (!force) return read_model(file);
  try {
    return read_model(file);
  } catch (const Error&) {
    return std::nullopt;
  }
}

ExitCode infer(const InferArguments& arguments, const GlobalOptions& globals) {
  const Project project = open_project(globals);
  const Stopwatch seconds;
  ProgressBar bar(globals.show_progress());
  InferOptions options;
  options.threads = project.run.threads;
  options.memory_limit = project.run.memory_limit;
  options.temp_dir = project.state_dir() / "tmp";
  options.progress = [&](std::string_view what, double share, std::uint64_t rows) { bar.update(what, share, rows); };
  const Inference inference =
      infer_model(list_exports(project.source.path, project.source.ignore), project.source.dialect, options);
  bar.clear();

  const fs::path file = arguments.output.empty() ? project.model_file() : fs::path(arguments.output);
  const std::optional<Model> existing = existing_model(file, arguments.force);
  const Model model = existing ? keep_edits(inference.model, *existing) : inference.model;
  report(inference, model, arguments, globals);
  const auto say = [&](const std::string& text) {
    if (!globals.quiet) note(text);
  };
  if (existing && *existing == model) {
    say(fmt::format("{} is what the exports prove already", file.string()));
    return ExitCode::done;
  }
  if (existing) {
    say(fmt::format("{} has it otherwise:", file.string()));
    for (const std::string& line : differences(*existing, model)) say("  " + line);
  }
  if (globals.dry_run) {
    say(fmt::format("would write {}", file.string()));
    return ExitCode::done;
  }
  if (existing && !arguments.force) {
    throw usage_error("the model is there already, and the exports prove another one")
        .at(file.string())
        .hint("--force takes the new one (names, keys and relations are kept), --output FILE writes it elsewhere");
  }
  write_file(file, model_text(model));
  std::uint64_t rows = 0;
  std::size_t columns = 0;
  for (std::size_t i = 0; i < model.tables.size(); ++i) {
    rows += inference.stories[i].rows;
    columns += model.tables[i].columns.size();
  }
  say(fmt::format("{}: {} tables, {} columns, from all {} rows in {}", file.string(), model.tables.size(), columns,
                  human_count(rows), human_seconds(seconds())));
  return ExitCode::done;
}

ExitCode show(const GlobalOptions& globals) {
  const Project project = open_project(globals);
  const Model model = read_model(project.model_file());
  const auto rows = rows_of(project, model, globals);
  if (globals.json) {
    print(model_json(model, rows).dump() + "\n");
    return ExitCode::done;
  }
  for (std::size_t i = 0; i < model.tables.size(); ++i) {
    if (i > 0) print("\n");
    print_model_table(model.tables[i], rows[i], nullptr);
  }
  const std::string relations = relations_text(model, terminal_width());
  if (!relations.empty()) print("\n" + relations);
  return ExitCode::done;
}

}  // namespace

Action model_verb(CLI::App& app, const GlobalOptions& globals) {
  app.require_subcommand(1);
  CLI::App* infer_app = app.add_subcommand("infer", "Write model.toml: the narrowest exact types that all rows prove");
  auto arguments = std::make_shared<InferArguments>();
  infer_app->add_flag("--explain", arguments->explain, "Show the value, file and line that forced each choice");
  infer_app->add_flag("--force", arguments->force, "Replace a model.toml that says otherwise");
  infer_app->add_option("--output", arguments->output, "Write there instead")->type_name("FILE");
  const CLI::App* show_app =
      app.add_subcommand("show", "Tables, columns, keys and relations, with the rows of the exports");
  CLI::App* diagram_app =
      app.add_subcommand("diagram", "The tables and their relations as a picture (SVG), Mermaid, DBML or Graphviz");
  const Action diagram = model_diagram_verb(*diagram_app, globals);
  CLI::App* ddl_app = app.add_subcommand("ddl", "The SQL that makes the model's tables in another engine");
  const Action ddl = model_ddl(*ddl_app, globals);
  return [arguments, show_app, diagram_app, diagram, ddl_app, ddl, &globals] {
    if (diagram_app->parsed()) return diagram();
    if (ddl_app->parsed()) return ddl();
    return show_app->parsed() ? show(globals) : infer(*arguments, globals);
  };
}

}  // namespace rox
