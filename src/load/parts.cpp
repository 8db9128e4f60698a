#include "load/parts.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "engine/duckdb/export_function.hpp"
#include "engine/result/cells.hpp"
#include "ledger/accounts.hpp"
#include "ledger/reject_rows.hpp"
#include "load/left_out.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

constexpr SqlDialect kDialect = SqlDialect::duckdb;
constexpr const char* kRows = "rows.parquet";
constexpr const char* kAccounts = "accounts.duckdb";
std::string text(const std::string& value) { return sql_literal(value, kDialect); }

/// Parquet's UUIDs and times of day aren't for Spark.
std::string written(const Column& column) {
  const std::string name = exact_name(column.name, kDialect);
  return is_text_in_parquet(column.type) ? fmt::format("CAST({} AS VARCHAR) AS {}", name, name) : name;
}

std::string written_columns(const Table& table) {
  std::vector<std::string> columns;
  for (const Column& column : table.columns) columns.push_back(written(column));
  return join(columns, ", ");
}

LoadInputs inputs_of_part(const Project& project, const Model& model, const std::string& table,
                          const std::vector<std::string>& files) {
  LoadInputs inputs = find_named_inputs(project, model, table, files);
  std::vector<Drift> told_already;
  map_inputs(project, inputs, told_already);
  return inputs;
}

}  // namespace

void read_part(const Project& project, const Model& model, const std::string& name,
               const std::vector<std::string>& files, const fs::path& folder) {
  const LoadInputs inputs = inputs_of_part(project, model, name, files);
  const auto source = export_source(project.source.dialect, inputs);
  const Table& table = source->table(name);
  // Whoever adds up all parts knows how many rejects are too many.
  RejectStore rejects({.rows = std::nullopt, .share = 1}, 0);
  fs::create_directory(folder);
  DuckDbOptions options;
  options.threads = project.run.threads;
  options.memory_limit = project.run.memory_limit;
  options.preserve_insertion_order = false;
  options.folders = {folder};
  DuckDbConnection connection = DuckDbDatabase(folder / kAccounts, options).connect();
  register_read_export(connection, std::make_shared<LoadedExports>(source, rejects), "load_export");
  connection.execute(
      fmt::format("COPY (SELECT {}, rox_file, rox_line, rox_offset FROM load_export({})) TO {} (FORMAT "
                  "parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)",
                  written_columns(table), text(name), text((folder / kRows).string())));
  std::vector<ReadFile> read;
  for (FileCounts& counts : source->load_scan()->finish()) read.push_back({"", "", std::move(counts)});
  create_accounts(connection);
  execute_all(connection, account_statements({.files = {{name, std::move(read)}}}, accounts_of(connection)));
  write_reject_rows(connection, "", name, rejects.of_table(name));
}

ReadParts collect_parts(const std::string& table, const std::vector<fs::path>& folders) {
  ReadParts parts;
  for (const fs::path& folder : folders) {
    DuckDbConnection accounts = DuckDbDatabase(folder / kAccounts, {.read_only = true, .threads = 1}).connect();
    parts.rows.push_back(folder / kRows);
    for (FileCounts& counts : read_file_counts(accounts, table)) parts.files.push_back(std::move(counts));
    for (Reject& reject : read_reject_rows(accounts, table)) parts.rejects.push_back(std::move(reject));
  }
  return parts;
}

LoadCounts load_parts(LoadContext& context, const Table& model_table, ReadParts parts) {
  const Table& table = context.source.table(model_table.name);
  DuckDbConnection& connection = context.connection;
  view_parts(connection, table, parts.rows);
  for (Reject& reject : parts.rejects) context.rejects.add(std::move(reject));
  LoadCounts load;
  load.files = std::move(parts.files);
  load.how = fmt::format("read in {} part{}", parts.rows.size(), parts.rows.size() == 1 ? "" : "s");
  account_for(context, table, load);
  return load;
}

}  // namespace rox
