#include "run/diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "base/error.hpp"
#include "base/text.hpp"
#include "engine/open.hpp"
#include "load/earlier_rows.hpp"
#include "model/model_file.hpp"
#include "quality/diff_rows.hpp"
#include "run/chosen_tables.hpp"
#include "run/compared_engines.hpp"
#include "run/export_reading.hpp"
#include "run/server_rows.hpp"
#include "sql/figures.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

/// One of the two states.
class Side {
 public:
  Side(const Project& project, const Target& target, const Model& model, const DiffRequest& request,
       const std::string& name)
      : project_(project) {
    const std::vector<std::string> readers = reader_names(project);
    if (std::find(readers.begin(), readers.end(), name) != readers.end()) {
      open_warehouse(name);
    } else if (fs::is_directory(name)) {
      read_exports(target, model, request.tables, name);
    } else {
      open_run(target, name);
    }
  }

  const std::string& says() const { return says_; }

  std::unique_ptr<Result> rows(const Table& table, const std::vector<std::string>& order) {
    const SqlDialect dialect = engine().dialect();
    const std::string columns = sql_names(table.column_names(), dialect);
    if (server_) server_->copy(table);
    const std::string rows = run_.empty() ? fmt::format("SELECT {} FROM {}", columns, sql_name(table.name, dialect))
                                          : rows_after(engine(), table, run_);
    return engine().query(
        fmt::format("SELECT {} FROM ({}) AS r ORDER BY {}", columns, rows, portable_order(table, order, dialect)));
  }

 private:
  Engine& engine() {
    if (server_) return server_->connection();
    return reading_ ? reading_->connection() : *engine_;
  }

  void open_warehouse(const std::string& name) {
    ComparedEngine reader = open_compared_engine(project_, name);
    if (reader.error) throw Error(*reader.error);
    engine_ = std::move(reader.engine);
    says_ = "target " + name;
  }

  void read_exports(const Target& target, const Model& model, const std::vector<std::string>& tables,
                    const std::string& folder) {
    project_.source.path = fs::absolute(folder).lexically_normal();
    reading_ = std::make_unique<ExportReading>(project_, target, model, tables);
    says_ = "the exports in " + folder;
  }

  void open_run(const Target& target, const std::string& name) {
    if (!target.is_local() && !target.is_postgres()) {
      throw usage_error(fmt::format("'{}' is neither a target nor a folder", name))
          .hint("runs can be compared in a local warehouse and on PostgreSQL: `rox diff -t local …`");
    }
    engine_ = open_for_reading(target, project_);
    if (!keeps_changes(*engine_)) {
      throw usage_error(
          fmt::format("'{}' is neither a target nor a folder, and the warehouse of target {} remembers no "
                      "runs yet",
                      name, target.name))
          .hint("it does from the next run on that changes something");
    }
    run_ = named_run(*engine_, name);
    if (!target.is_local()) server_.emplace(project_, *engine_);
    says_ = "run " + run_;
  }

  Project project_;  // with another folder of exports, maybe
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<ExportReading> reading_;
  std::optional<ServerRows> server_;  // where a run on a server is computed
  std::string run_;
  std::string says_;
};

std::vector<std::size_t> key_places(const Table& table) {
  std::vector<std::size_t> places;
  for (const std::string& name : table.primary_key) places.push_back(table.find_column(name).value());
  return places;
}

void add_text(DuckDbAppender& row, const std::string& text) { text.empty() ? row.add_null() : row.add(text); }

/// The row's key as a text; empty without one.
std::string key_text_of(const ChangedRow& row, const std::vector<std::size_t>& key) {
  const std::vector<CellValue>& cells = row.after.empty() ? row.before : row.after;
  std::vector<std::string> parts;
  for (const std::size_t c : key) parts.push_back(cells[c].value_or("NULL"));
  return join(parts, ", ");
}

DuckDbConnection differences_in(const Project& project, const fs::path& file) {
  if (!file.empty() && fs::exists(file)) {
    throw usage_error("there is a file of that name already").at(file.string()).hint("name another, or remove it");
  }
  DuckDbOptions options;
  options.threads = project.run.threads;
  options.memory_limit = project.run.memory_limit;
  DuckDbConnection connection = DuckDbDatabase(file, options).connect();
  connection.execute(
      "CREATE TABLE difference_counts (\"table\" VARCHAR, rows_before BIGINT, rows_after BIGINT, inserted BIGINT, "
      "updated BIGINT, deleted BIGINT); CREATE TABLE differences (\"table\" VARCHAR, change VARCHAR, \"key\" VARCHAR, "
      "before VARCHAR, after VARCHAR)");
  return connection;
}

RowDiff diff_table(Side& before, Side& after, const Table& table, DuckDbConnection& into) {
  const std::vector<std::string> names = table.column_names();
  const std::vector<std::size_t> key = key_places(table);
  const std::vector<std::string>& order = table.primary_key.empty() ? names : table.primary_key;
  DuckDbAppender row(into, "main", "differences");
  const RowDiff diff =
      diff_rows(*before.rows(table, order), *after.rows(table, order), key, [&](const ChangedRow& changed) {
        row.add(table.name);
        row.add(to_string(changed.change));
        add_text(row, key_text_of(changed, key));
        add_text(row, changed_cells_json(changed, changed.before, names));
        add_text(row, changed_cells_json(changed, changed.after, names));
        row.end_row();
      });
  row.close();
  return diff;
}

void count(DuckDbConnection& into, const Table& table, const RowDiff& diff) {
  DuckDbAppender row(into, "main", "difference_counts");
  row.add(table.name);
  for (const std::uint64_t number : {diff.rows_before, diff.rows_after, diff.inserted, diff.updated, diff.deleted}) {
    row.add(static_cast<std::int64_t>(number));
  }
  row.end_row();
  row.close();
}

}  // namespace

Diff diff_project(const Project& project, const Target& target, const DiffRequest& request,
                  const std::function<void(const std::string& what)>& now) {
  const Model model = read_model(project.model_file());
  const std::vector<const Table*> tables = chosen_tables(model, request.tables);
  now(request.before);
  Side before(project, target, model, request, request.before);
  now(request.after);
  Side after(project, target, model, request, request.after);
  Diff diff{before.says(), after.says(), differences_in(project, request.database), true, {}};
  for (const Table* table : tables) {
    now(table->name);
    const RowDiff rows = diff_table(before, after, *table, diff.differences);
    count(diff.differences, *table, rows);
    diff.equal = diff.equal && rows.equal();
    if (rows.gave_up) diff.incomplete.push_back(table->name);
  }
  return diff;
}

}  // namespace rox
