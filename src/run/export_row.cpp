#include "run/export_row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "base/error.hpp"
#include "base/temporary_folder.hpp"
#include "base/text.hpp"
#include "engine/result/cells.hpp"
#include "ledger/target_state.hpp"
#include "load/export_source.hpp"
#include "load/find_by_key.hpp"
#include "model/model_file.hpp"
#include "model/relationships.hpp"
#include "plan/fingerprint.hpp"
#include "sql/dialect.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::duckdb;
constexpr const char* kFoundRecords = "found_records";

const Table& find_table(const Model& model, const std::string& name) {
  if (const Table* table = model.find_table(name)) return *table;
  throw usage_error(fmt::format("the model has no table '{}'", name));
}

using Values = std::vector<std::pair<std::string, std::string>>;  // by column

/// `function`: which records are looked at.
std::string row_query(const Table& table, const Values& key, const char* function) {
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
  return fmt::format("SELECT rox_file, rox_line, rox_raw, {} FROM {}({}) WHERE {}{} LIMIT 1",
                     exact_names(table.column_names(), kDialect), function, sql_literal(table.name, kDialect),
                     join(conditions, " AND "),
                     table.has_certain_key() && are_unique(table, columns) ? "" : " ORDER BY rox_file, rox_line");
}

/// The key as the exports are likely to write it: numbers and texts as they are, with their decimal sign. Empty if the
/// values aren't those of a key.
std::vector<std::string> likely_fields(const Table& table, const Values& values, const Dialect& dialect) {
  std::vector<std::string> fields;
  for (const std::string& name : table.primary_key) {
    const auto value = std::find_if(values.begin(), values.end(),
                                    [&](const auto& given) { return equals_ignore_case(given.first, name); });
    if (value == values.end()) return {};
    std::string& field = fields.emplace_back(value->second);
    if (table.columns[table.find_column(name).value()].type.kind == TypeKind::decimal) {
      std::replace(field.begin(), field.end(), '.', table.dialect.over(dialect).decimal);
    }
  }
  return fields;
}

/// The row of a query, if there is one.
std::optional<ExportRow> read_row(DuckDbConnection& connection, const std::string& query, const Table& table) {
  const auto rows = connection.query(query);
  if (!rows->next()) return std::nullopt;
  ExportRow row{text_at(*rows, 0, 0), count_at(*rows, 1, 0), text_at(*rows, 2, 0), {}, false};
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    std::optional<std::string> value;
    if (!rows->is_null(c + 3, 0)) value = text_at(*rows, c + 3, 0);
    row.values.emplace_back(table.columns[c].name, std::move(value));
  }
  return row;
}

/// Finds the row where the marks of the load say that it is, in exports that are still those: a few records are read
/// in the place of all. Empty if it isn't found that way, which proves nothing.
std::optional<ExportRow> find_by_marks(DuckDbConnection& connection, ExportSource& source, const MarksFile& marks,
                                       const Table& table, const Values& key, unsigned threads) {
  const std::vector<std::string> fields = likely_fields(table, key, source.dialect());
  if (fields.empty()) return std::nullopt;
  const auto selection = find_by_key(marks, fields, threads);
  if (!selection) return std::nullopt;
  IgnoredRejects rejects;  // they are known
  source.select(*selection, rejects);
  return read_row(connection, row_query(table, key, kFoundRecords), table);
}

}  // namespace

std::optional<ExportRow> find_export_row(const Project& project, const Target& target, const std::string& table_name,
                                         const Values& key, const std::string& fingerprint) {
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
  const std::shared_ptr<ExportSource> source = export_source(project.source.dialect, inputs);
  register_read_export(connection, source);
  register_read_export(connection, std::make_shared<SelectedExports>(source), kFoundRecords);
  const bool changed = table_fingerprints(inputs, state.files, project.source.dialect).at(table.name) != fingerprint;
  std::optional<ExportRow> row;
  if (!changed) {
    const auto path = marks_path(project.records_dir(target.name), table.name, fingerprint);
    const auto marks = path ? MarksFile::open(*path) : std::nullopt;
    if (marks) row = find_by_marks(connection, *source, *marks, table, key, options.threads);
  }
  if (!row) row = read_row(connection, row_query(table, key, "read_export"), table);
  if (row) row->changed = changed;
  return row;
}

}  // namespace rox
