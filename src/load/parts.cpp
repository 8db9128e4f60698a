#include "load/parts.hpp"

#include <fmt/format.h>

#include <numeric>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "engine/duckdb/export_function.hpp"
#include "engine/result/cells.hpp"
#include "ledger/accounts.hpp"
#include "ledger/reject_rows.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

constexpr SqlDialect kDialect = SqlDialect::duckdb;
constexpr const char* kRows = "rows.parquet";
constexpr const char* kAccounts = "accounts.duckdb";
/// Of the exports that a table was read from by others, and of the rows that were rejected since.
constexpr const char* kTables =
    R"(CREATE TABLE IF NOT EXISTS rox.parts ("table" VARCHAR, file VARCHAR);)"
    R"(CREATE TABLE IF NOT EXISTS rox.left_out ("table" VARCHAR, file VARCHAR, "offset" BIGINT))";

std::string text(const std::string& value) { return sql_literal(value, kDialect); }

/// Parquet's UUIDs aren't for Spark.
std::string written(const Column& column) {
  const std::string name = exact_name(column.name, kDialect);
  return column.type.kind == TypeKind::uuid ? fmt::format("CAST({} AS VARCHAR) AS {}", name, name) : name;
}

std::string read(const Column& column) {
  const std::string name = exact_name(column.name, kDialect);
  return column.type.kind == TypeKind::uuid ? fmt::format("CAST({} AS UUID) AS {}", name, name) : name;
}

std::string list(const Table& table, std::string (*column_text)(const Column&)) {
  std::vector<std::string> columns;
  for (const Column& column : table.columns) columns.push_back(column_text(column));
  return join(columns, ", ");
}

bool has_parts(DuckDbConnection& connection) {
  return query_integer(connection,
                       "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'rox' AND table_name = 'parts'") == 1;
}

void make_view(DuckDbConnection& connection, const Table& table, const std::vector<fs::path>& parts, bool whole) {
  std::vector<std::string> files;
  for (const fs::path& part : parts) files.push_back(text(part.string()));
  const std::string where =
      whole ? ""
            : fmt::format(
                  " WHERE NOT EXISTS (SELECT 1 FROM rox.left_out AS gone WHERE gone.\"table\" = {} AND "
                  "gone.file = row.rox_file AND gone.\"offset\" = row.rox_offset)",
                  text(table.name));
  connection.execute(fmt::format("CREATE OR REPLACE VIEW {} AS SELECT {} FROM read_parquet([{}]) AS row{}",
                                 exact_name(table.name, kDialect), list(table, read), join(files, ", "), where));
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
                  list(table, written), text(name), text((folder / kRows).string())));
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
  connection.execute(kTables);
  for (const char* known : {"parts", "left_out"}) {
    connection.execute(fmt::format(R"(DELETE FROM rox.{} WHERE "table" = {})", known, text(table.name)));
  }
  for (const fs::path& part : parts.rows) {
    connection.execute(fmt::format("INSERT INTO rox.parts VALUES ({}, {})", text(table.name), text(part.string())));
  }
  make_view(connection, table, parts.rows, true);
  for (Reject& reject : parts.rejects) context.rejects.add(std::move(reject));
  LoadCounts load;
  load.files = std::move(parts.files);
  load.how = fmt::format("read in {} part{}", parts.rows.size(), parts.rows.size() == 1 ? "" : "s");
  account_for(context, table, load);
  return load;
}

std::vector<fs::path> parts_of(DuckDbConnection& connection, const std::string& table) {
  std::vector<fs::path> parts;
  if (!has_parts(connection)) return parts;
  const auto rows =
      connection.query(fmt::format(R"(SELECT file FROM rox.parts WHERE "table" = {} ORDER BY file)", text(table)));
  while (rows->next()) {
    for (std::size_t row = 0; row < rows->rows(); ++row) parts.emplace_back(text_at(*rows, 0, row));
  }
  return parts;
}

std::string left_out_rows(DuckDbConnection& connection, const std::string& table) {
  const std::string rows = fmt::format(R"(FROM rox.left_out WHERE "table" = {})", text(table));
  if (query_integer(connection, "SELECT count(*) " + rows) == 0) return {};
  return R"(SELECT file, "offset" )" + rows;
}

bool leave_out(DuckDbConnection& connection, const Table& table, const std::string& condition) {
  const std::vector<fs::path> parts = parts_of(connection, table.name);
  if (parts.empty()) return false;
  connection.execute(fmt::format("INSERT INTO rox.left_out SELECT {}, rox_file, rox_offset FROM rox_again WHERE {}",
                                 text(table.name), condition));
  make_view(connection, table, parts, false);
  return true;
}

}  // namespace rox
