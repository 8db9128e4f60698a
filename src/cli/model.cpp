// rox model: the conceptual model. `show` shows it; the other subcommands are in model_*.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/terminal.hpp"
#include "base/text.hpp"
#include "cli/model.hpp"
#include "cli/verbs.hpp"
#include "model/model_file.hpp"
#include "source/export.hpp"
#include "source/scan.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kCountBatch = std::size_t{1} << 16;

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
    std::vector<ExportFile> unknown;
    const auto matched = match_exports(model, files, project.source.path, &unknown);
    const unsigned threads = project.run.threads > 0 ? project.run.threads : std::thread::hardware_concurrency();
    for (std::size_t i = 0; i < matched.size(); ++i) rows[i] = count_rows(matched[i], project.source.dialect, threads);
  } catch (const Error& e) {
    if (!globals.quiet) note(fmt::format("the rows aren't counted: {}", e.report()));
  }
  return rows;
}

std::string format_text(const Format& format) {
  std::vector<std::string> parts;
  if (format.decimal) parts.push_back(fmt::format("decimal {}", *format.decimal));
  if (format.group) parts.push_back(fmt::format("thousands '{}'", *format.group));
  if (!format.currency.empty()) parts.push_back(format.currency);
  if (format.date_order == DateOrder::dmy) parts.emplace_back("day first");
  if (format.date_order == DateOrder::mdy) parts.emplace_back("month first");
  return join(parts, ", ");
}

std::string key_text(const Table& table, const std::string& column) {
  const auto in = [&](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), column) != names.end();
  };
  std::vector<std::string> parts;
  if (in(table.primary_key)) parts.emplace_back("key");
  for (const Relation& relation : table.relations) {
    if (in(relation.columns)) parts.push_back("-> " + relation.table);
  }
  return join(parts, ", ");
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
                           {"references", {{"table", relation.table}, {"columns", relation.parent_columns}}}});
    }
    Json entry{{"name", table.name}, {"file", table.file}, {"rows", nullptr}, {"columns", std::move(columns)}};
    if (rows[i]) entry["rows"] = *rows[i];
    entry["primary_key"] = table.primary_key;
    entry["relations"] = std::move(relations);
    tables.push_back(std::move(entry));
  }
  return {{"tables", std::move(tables)}};
}

void print_model_table(const Table& table, std::optional<std::uint64_t> rows, const TableStory* story) {
  const std::string count = rows ? fmt::format("{} rows, ", human_count(*rows)) : "";
  print(fmt::format("{}  ({}{} columns, {})\n", table.name, count, table.columns.size(), table.file));
  TextTable text({{"  column"}, {"type"}, {"null"}, {"key"}, {"written"}});
  for (const Column& column : table.columns) {
    text.add_row({"  " + column.name, to_string(column.type), column.nullable ? "null" : "",
                  key_text(table, column.name), format_text(column.format)});
  }
  if (story == nullptr) {
    print(text.text(terminal_width()));
    return;
  }
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const Column& column = table.columns[i];
    const std::string format = format_text(column.format);
    print(fmt::format("  {}  {}{}{}\n", column.name, to_string(column.type), column.nullable ? "" : " not null",
                      format.empty() ? "" : fmt::format(" ({})", format)));
    for (const std::string& reason : story->columns[i].reasons) print(fmt::format("      {}\n", reason));
  }
}

namespace {

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
  return ExitCode::done;
}

}  // namespace

Action model_verb(CLI::App& app, const GlobalOptions& globals) {
  app.require_subcommand(1);
  CLI::App* infer_app = app.add_subcommand("infer", "Write model.toml: the narrowest exact types that all rows prove");
  const Action infer = model_infer_verb(*infer_app, globals);
  const CLI::App* show_app =
      app.add_subcommand("show", "Tables, columns, keys and relations, with the rows of the exports");
  return [infer, show_app, &globals] { return show_app->parsed() ? show(globals) : infer(); };
}

}  // namespace rox
