// rox model: the conceptual model. `show` shows it; the other subcommands are in model_*.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "cli/model.hpp"
#include "cli/model_text.hpp"
#include "cli/output.hpp"
#include "cli/verbs.hpp"
#include "load/count.hpp"
#include "model/model_file.hpp"
#include "model/relationships.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

/// The records in each table's exports; none where the exports aren't at hand.
std::vector<std::optional<std::uint64_t>> rows_of(const Project& project, const Model& model,
                                                  const GlobalOptions& globals) {
  try {
    return count_records(project, model);
  } catch (const Error& e) {
    if (!globals.quiet) note(fmt::format("the rows aren't counted: {}", e.report()));
  }
  return std::vector<std::optional<std::uint64_t>>(model.tables.size());
}

}  // namespace

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
    entry["keys"] = table.inferred_keys ? "inferred" : "confirmed";
    entry["relations"] = std::move(relations);
    tables.push_back(std::move(entry));
  }
  return {{"tables", std::move(tables)}};
}

void print_model_table(const Table& table, std::optional<std::uint64_t> rows, const TableStory* story) {
  if (story == nullptr) {
    print(table_text(table, rows, terminal_width()));
    return;
  }
  print(table_heading(table, rows));
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const Column& column = table.columns[i];
    const std::string format = format_text(column.format);
    print(fmt::format("  {}  {}{}{}\n", column.name, to_string(column.type), column.nullable ? "" : " not null",
                      format.empty() ? "" : fmt::format(" ({})", format)));
    for (const std::string& reason : story->columns[i].reasons) print(fmt::format("      {}\n", reason));
  }
}

namespace {

struct ShowArguments {
  std::vector<std::string> tables;
};

/// So many tables are listed, a line each: nobody reads the columns of all.
constexpr std::size_t kManyTables = 30;

ExitCode show(const ShowArguments& arguments, const GlobalOptions& globals) {
  const Project project = open_project(globals);
  const Model model = read_model(project.model_file());
  std::set<const Table*> chosen;
  for (const std::string& name : arguments.tables) chosen.insert(&named_table(model, name));
  const auto rows = rows_of(project, model, globals);
  if (globals.json) {
    Model shown;
    std::vector<std::optional<std::uint64_t>> shown_rows;
    for (std::size_t i = 0; i < model.tables.size(); ++i) {
      if (!chosen.empty() && !chosen.contains(&model.tables[i])) continue;
      shown.tables.push_back(model.tables[i]);
      shown_rows.push_back(rows[i]);
    }
    print(json_text(model_json(shown, shown_rows)) + "\n");
    return ExitCode::done;
  }
  if (chosen.empty() && model.tables.size() > kManyTables) {
    print(tables_text(model, rows, terminal_width()));
    if (!globals.quiet) note("`rox model show TABLE` shows a table's columns and relations");
    return ExitCode::done;
  }
  bool first = true;
  for (std::size_t i = 0; i < model.tables.size(); ++i) {
    if (!chosen.empty() && !chosen.contains(&model.tables[i])) continue;
    if (!first) print("\n");
    print_model_table(model.tables[i], rows[i], nullptr);
    first = false;
  }
  const Model related = chosen.empty() ? model : with_neighbours(model, arguments.tables);
  const std::string relations = relations_text(related, terminal_width());
  if (!relations.empty()) print("\n" + relations);
  return ExitCode::done;
}

}  // namespace

Action model_verb(Options& verb, const GlobalOptions& globals) {
  verb.require_subverb();
  Options infer_verb =
      verb.add_subverb("infer", "Write model.toml: the exact types that all rows prove, with room to grow");
  const Action infer = model_infer_verb(infer_verb, globals);
  Options show_verb = verb.add_subverb("show", "Tables, columns, keys and relations, with the rows of the exports");
  auto shown = std::make_shared<ShowArguments>();
  show_verb.add("TABLE", shown->tables, "Only these tables (default: all; a line for each of many)");
  Options confirm_verb =
      verb.add_subverb("confirm", "Say that inferred keys are keys: rows that break them are refused");
  const Action confirm = model_confirm_verb(confirm_verb, globals);
  Options diagram_verb =
      verb.add_subverb("diagram", "The tables and their relations as a picture (SVG), Mermaid, DBML or Graphviz");
  const Action diagram = model_diagram_verb(diagram_verb, globals);
  Options ddl_verb = verb.add_subverb("ddl", "The SQL that makes the model's tables in another engine");
  const Action ddl = model_ddl_verb(ddl_verb, globals);
  Options lineage_verb =
      verb.add_subverb("lineage", "Which columns of the exports a mart's columns come from, and who uses a column");
  const Action lineage = model_lineage_verb(lineage_verb, globals);
  return [infer, show_verb, confirm_verb, confirm, diagram_verb, diagram, ddl_verb, ddl, lineage_verb, lineage, shown,
          &globals] {
    if (confirm_verb.named()) return confirm();
    if (diagram_verb.named()) return diagram();
    if (ddl_verb.named()) return ddl();
    if (lineage_verb.named()) return lineage();
    return show_verb.named() ? show(*shown, globals) : infer();
  };
}

}  // namespace rox
