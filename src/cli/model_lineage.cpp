// rox model lineage: from which columns of the exports the columns of marts come, and who uses a column.
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/display_width.hpp"
#include "base/error.hpp"
#include "base/json.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "build/column_lineage.hpp"
#include "cli/model.hpp"
#include "model/model_file.hpp"
#include "quality/sql_checks.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

struct LineageArguments {
  std::vector<std::string> names;
};

struct NamedTable {
  std::string name;
  std::vector<std::string> columns;
  bool is_mart = false;
};

/// The tables of the model, then the marts.
std::vector<NamedTable> tables_of(const Model& model, const std::vector<Mart>& marts, const ColumnLineage& lineage) {
  std::vector<NamedTable> tables;
  for (const Table& table : model.tables) {
    NamedTable& named = tables.emplace_back(NamedTable{table.name, {}});
    for (const Column& column : table.columns) named.columns.push_back(column.name);
  }
  for (const Mart& mart : marts) {
    const auto made = lineage.marts.find(mart.file.name);
    tables.push_back({mart.file.name, made == lineage.marts.end() ? std::vector<std::string>() : made->second, true});
  }
  return tables;
}

[[noreturn]] void refuse_table(const std::vector<NamedTable>& tables, const std::string& name) {
  std::vector<std::string> names;
  for (const NamedTable& table : tables) names.push_back(table.name);
  throw usage_error(fmt::format("there is no table or mart '{}'{}", printable(name), did_you_mean(name, names)));
}

const std::string& find_column(const NamedTable& table, const std::string& name) {
  for (const std::string& column : table.columns) {
    if (equals_ignore_case(column, name)) return column;
  }
  throw usage_error(
      fmt::format("{} has no column '{}'{}", table.name, printable(name), did_you_mean(name, table.columns)));
}

std::string column_text(const ColumnName& name) { return name.table + "." + name.column; }

std::string origins_text(const ColumnOrigins& origins) {
  if (origins.empty()) return "no column: the same in each row, or a number of rows";
  std::vector<std::string> names;
  bool as_it_is = true;
  for (const auto& [from, same] : origins) {
    names.push_back(column_text(from));
    as_it_is = as_it_is && same;
  }
  return (as_it_is ? "" : "computed from ") + join(names, ", ");
}

std::string user_text(const ColumnUser& user) {
  std::string name = fmt::format("{} {}", to_string(user.kind), user.name);
  if (user.kind != ColumnUserKind::mart) return name;
  return user.columns.empty() ? name + " (which rows)" : fmt::format("{} ({})", name, join(user.columns, ", "));
}

std::string users_text(const ColumnLineage& lineage, const ColumnName& column, const char* between) {
  const auto users = lineage.users.find(column);
  if (users == lineage.users.end()) return "";
  std::vector<std::string> texts;
  for (const ColumnUser& user : users->second) texts.push_back(user_text(user));
  return join(texts, between);
}

/// A line a column: of a mart, where it comes from in the end; of an export's table, who uses it.
void print_table(const ColumnLineage& lineage, const NamedTable& table) {
  print(table.name + "\n");
  if (const auto why = lineage.unknown.find(table.name); why != lineage.unknown.end()) {
    print(fmt::format("  unknown: {}\n", why->second));
    return;
  }
  std::size_t width = 0;
  for (const std::string& column : table.columns) width = std::max(width, display_width(column));
  for (const std::string& column : table.columns) {
    const ColumnName name{table.name, column};
    const std::string text = table.is_mart ? origins_text(lineage.from_exports(name)) : users_text(lineage, name, ", ");
    print(fmt::format("  {}{}  {}\n", printable(column), std::string(width - display_width(column), ' '),
                      text.empty() ? "unused" : text));
  }
}

void print_column(const ColumnLineage& lineage, const NamedTable& table, const ColumnName& column) {
  print(column_text(column) + "\n");
  if (table.is_mart) {
    const ColumnOrigins& own = lineage.origins.at(column);
    const ColumnOrigins exports = lineage.from_exports(column);
    print(fmt::format("  comes from  {}\n", origins_text(own)));
    if (own != exports) print(fmt::format("  of exports  {}\n", origins_text(exports)));
  }
  const std::string users = users_text(lineage, column, "\n              ");
  print(fmt::format("  used by     {}\n", users.empty() ? "nothing" : users));
}

Json table_json(const ColumnLineage& lineage, const NamedTable& table, const std::optional<std::string>& only) {
  Json columns = Json::array();
  for (const std::string& column : table.columns) {
    if (only && column != *only) continue;
    Json json{{"name", column}};
    json.update(column_lineage_json(lineage, {table.name, column}));
    columns.push_back(std::move(json));
  }
  Json json{{"name", table.name}, {"kind", table.is_mart ? "mart" : "table"}, {"columns", std::move(columns)}};
  const auto why = lineage.unknown.find(table.name);
  json["unknown"] = why == lineage.unknown.end() ? Json(nullptr) : Json(why->second);
  return json;
}

struct Chosen {
  const NamedTable* table = nullptr;
  std::optional<std::string> column{};
};

/// TABLE or TABLE.COLUMN; both may have points in them.
Chosen chosen_by(const std::vector<NamedTable>& tables, const std::string& name) {
  for (const NamedTable& table : tables) {
    if (equals_ignore_case(table.name, name)) return {&table};
  }
  for (const NamedTable& table : tables) {
    const std::size_t point = table.name.size();
    if (point >= name.size() || name[point] != '.' || !equals_ignore_case(name.substr(0, point), table.name)) continue;
    return {&table, find_column(table, name.substr(point + 1))};
  }
  refuse_table(tables, name.substr(0, name.find('.')));
}

std::vector<Chosen> chosen_of(const std::vector<NamedTable>& tables, const std::vector<std::string>& names) {
  std::vector<Chosen> chosen;
  for (const std::string& name : names) chosen.push_back(chosen_by(tables, name));
  if (!names.empty()) return chosen;
  for (const NamedTable& table : tables) {
    if (table.is_mart) chosen.push_back({&table});
  }
  return chosen;
}

ExitCode lineage(const LineageArguments& arguments, const GlobalOptions& globals) {
  const Project project = open_project(globals);
  const Model model = read_model(project.model_file());
  const std::vector<Mart> marts = read_marts(project.marts_dir(), model);
  EmptyWarehouse warehouse(model);
  const ColumnLineage lineage = read_column_lineage(warehouse, marts, read_sql_files(project.analyses_dir()),
                                                    all_checks(model, project.checks_dir(), SqlDialect::duckdb));
  const std::vector<NamedTable> tables = tables_of(model, marts, lineage);
  const std::vector<Chosen> chosen = chosen_of(tables, arguments.names);
  if (globals.json) {
    Json list = Json::array();
    for (const Chosen& one : chosen) list.push_back(table_json(lineage, *one.table, one.column));
    print(json_text(Json{{"tables", std::move(list)}}) + "\n");
    return ExitCode::done;
  }
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    if (i > 0) print("\n");
    const NamedTable& table = *chosen[i].table;
    if (chosen[i].column) {
      print_column(lineage, table, {table.name, *chosen[i].column});
    } else {
      print_table(lineage, table);
    }
  }
  if (chosen.empty() && !globals.quiet)
    note("the project has no marts; `rox model lineage TABLE` shows who uses a table's columns");
  return ExitCode::done;
}

}  // namespace

Action model_lineage_verb(Options& verb, const GlobalOptions& globals) {
  auto arguments = std::make_shared<LineageArguments>();
  verb.add(
      "NAME", arguments->names,
      "A mart (where its columns come from), a table (who uses its columns) or TABLE.COLUMN (both); default: marts");
  return [arguments, &globals] { return lineage(*arguments, globals); };
}

}  // namespace rox
