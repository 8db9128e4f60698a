#include "run/export_row.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/temporary_folder.hpp"
#include "base/text.hpp"
#include "engine/result/cells.hpp"
#include "ledger/target_state.hpp"
#include "load/export_source.hpp"
#include "model/model_file.hpp"
#include "model/relationships.hpp"
#include "plan/fingerprint.hpp"
#include "sql/dialect.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::duckdb;

const Table& find_table(const Model& model, const std::string& name) {
  if (const Table* table = model.find_table(name)) return *table;
  throw usage_error(fmt::format("the model has no table '{}'", name));
}

std::string row_query(const Table& table, const std::vector<std::pair<std::string, std::string>>& key) {
  std::vector<std::string> conditions;
  std::vector<std::string> columns;
  for (const auto& [column, value] : key) {
    const auto found = table.find_column(column);
    if (!found) throw usage_error(fmt::format("table {} has no column '{}'", table.name, column));
    const Column& known = table.columns[*found];
    columns.push_back(known.name);
    conditions.push_back(fmt::format("{} = TRY_CAST({} AS {})", exact_name(known.name, kDialect),
                                     sql_literal(value, kDialect), sql_type(known, kDialect).text));
  }
  // Of a key there is one row, so reading ends where it is found; of other columns the first is wanted.
  return fmt::format("SELECT rox_file, rox_line, rox_raw, {} FROM read_export({}) WHERE {}{} LIMIT 1",
                     exact_names(table.column_names(), kDialect), sql_literal(table.name, kDialect),
                     join(conditions, " AND "),
                     table.has_certain_key() && are_unique(table, columns) ? "" : " ORDER BY rox_file, rox_line");
}

}  // namespace

std::optional<ExportRow> find_export_row(const Project& project, const Target& target, const std::string& table_name,
                                         const std::vector<std::pair<std::string, std::string>>& key,
                                         const std::string& fingerprint) {
  const Model model = read_model(project.model_file());
  const Table& table = find_table(model, table_name);
  TargetState state = read_target_state(project.state_dir(), target.name);
  const LoadInputs inputs = find_all_inputs(project, model, state.files);

  DuckDbOptions options;
  options.threads = project.run.threads;
  options.memory_limit = project.run.memory_limit;
  const TemporaryFolder spill("row");
  options.temp_dir = spill.path();
  DuckDbConnection connection = DuckDbDatabase("", options).connect();
  register_read_export(connection, export_source(project.source.dialect, inputs));
  const auto rows = connection.query(row_query(table, key));
  if (!rows->next()) return std::nullopt;

  ExportRow row{text_at(*rows, 0, 0), count_at(*rows, 1, 0), text_at(*rows, 2, 0), {}, false};
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    std::optional<std::string> value;
    if (!rows->is_null(c + 3, 0)) value = text_at(*rows, c + 3, 0);
    row.values.emplace_back(table.columns[c].name, std::move(value));
  }
  row.changed = table_fingerprints(inputs, state.files, project.source.dialect).at(table.name) != fingerprint;
  return row;
}

}  // namespace rox
