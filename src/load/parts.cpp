#include "load/parts.hpp"

#include <fmt/format.h>

#include <map>
#include <optional>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "engine/duckdb/export_function.hpp"
#include "engine/result/cells.hpp"
#include "ledger/accounts.hpp"
#include "ledger/reject_rows.hpp"
#include "load/left_out.hpp"
#include "source/record_stream.hpp"
#include "source/unchanged.hpp"
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
                          const ExportPart& part) {
  LoadInputs inputs = find_named_inputs(project, model, table, part.files);
  std::vector<Drift> told_already;
  map_inputs(project, inputs, told_already);
  return inputs;
}

/// Where reading the part's range begins.
std::optional<ReadRange> range_to_read(const Project& project, const TableExports& exports, const ExportPart& part) {
  if (!part.range) return std::nullopt;
  const Dialect dialect = exports.table->dialect.over(project.source.dialect);
  const ExportFile& file = exports.files.front();
  if (exports.files.size() > 1 || is_streamed(file, dialect)) {
    throw usage_error(fmt::format("'{}' can only be read whole", file.name))
        .hint("a range of bytes is one of a single file of plain text");
  }
  return begin_range(file, dialect, *part.range);
}

/// What accounts of a warehouse don't have of files.
void write_repeated_headers(DuckDbConnection& connection, const std::vector<FileCounts>& files) {
  connection.execute("CREATE TABLE rox.repeated_headers (file VARCHAR, headers BIGINT)");
  for (const FileCounts& file : files) {
    if (file.repeated_headers == 0) continue;
    connection.execute(
        fmt::format("INSERT INTO rox.repeated_headers VALUES ({}, {})", text(file.file), file.repeated_headers));
  }
}

std::map<std::string, std::uint64_t> read_repeated_headers(DuckDbConnection& connection) {
  std::map<std::string, std::uint64_t> headers;
  const auto rows = connection.query("SELECT file, headers FROM rox.repeated_headers");
  while (rows->next()) {
    for (std::size_t row = 0; row < rows->rows(); ++row) headers[text_at(*rows, 0, row)] = count_at(*rows, 1, row);
  }
  return headers;
}

/// All tasks read what was listed here, as nothing has changed before and after.
void require_unchanged(const TableExports& exports, const std::map<std::string, FileCounts>& files) {
  for (const ExportFile& file : exports.files) {
    check_unchanged(file);
    const auto read = files.find(file.name);
    if (read != files.end() && read->second.bytes == file.bytes) continue;
    throw changed_error(file, "was another one for who reads it");
  }
}

}  // namespace

void read_part(const Project& project, const Model& model, const std::string& name, const ExportPart& part) {
  LoadInputs inputs = inputs_of_part(project, model, name, part);
  std::optional<ReadRange> range = range_to_read(project, inputs.exports.front(), part);
  if (range && range->guessed) inputs.mends.clear();  // they are found by their lines, which aren't known
  const auto source = export_source(project.source.dialect, inputs);
  if (range) source->read_ranges({{0, range->range}});
  const Table& table = source->table(name);
  // Whoever adds up all parts knows how many rejects are too many.
  RejectStore rejects({.rows = std::nullopt, .share = 1}, 0);
  fs::create_directory(part.folder);
  DuckDbOptions options;
  options.threads = project.run.threads;
  options.memory_limit = project.run.memory_limit;
  options.preserve_insertion_order = false;
  options.folders = {part.folder};
  DuckDbConnection connection = DuckDbDatabase(part.folder / kAccounts, options).connect();
  register_read_export(connection, std::make_shared<LoadedExports>(source, rejects), "load_export");
  connection.execute(fmt::format(
      "COPY (SELECT {}, rox_file, rox_offset FROM load_export({})) TO {} (FORMAT parquet, COMPRESSION zstd, "
      "COMPRESSION_LEVEL 1)",
      written_columns(table), text(name), text((part.folder / kRows).string())));
  const std::shared_ptr<TableScan> scan = source->load_scan();
  const std::vector<FileCounts> files = scan->finish();
  std::vector<ReadFile> read;
  for (const FileCounts& counts : files) read.push_back({"", "", counts});
  create_accounts(connection);
  write_repeated_headers(connection, files);
  execute_all(connection, account_statements({.files = {{name, std::move(read)}}}, accounts_of(connection)));
  write_reject_rows(connection, "", name, rejects.of_table(name));
  if (!range) return;
  range->end = scan->range_end(0);
  write_read_range(part.folder, *range);
}

ReadParts collect_parts(const TableExports& exports, const std::vector<ExportPart>& parts) {
  const std::string& table = exports.table->name;
  ReadParts collected;
  std::map<std::string, FileCounts> files;
  std::size_t again = 0;
  for (const ExportPart& part : parts) {
    DuckDbConnection accounts = DuckDbDatabase(part.folder / kAccounts, {.read_only = true, .threads = 1}).connect();
    collected.rows.push_back(part.folder / kRows);
    const std::map<std::string, std::uint64_t> headers = read_repeated_headers(accounts);
    for (FileCounts& counts : read_file_counts(accounts, table)) {
      if (const auto found = headers.find(counts.file); found != headers.end()) counts.repeated_headers = found->second;
      const auto [sum, is_first] = files.try_emplace(counts.file, counts);
      if (!is_first) sum->second += counts;
    }
    for (Reject& reject : read_reject_rows(accounts, table)) {
      reject.line += part.lines_before;
      collected.rejects.push_back(std::move(reject));
    }
    if (part.range && part.range->begin) ++again;
  }
  require_unchanged(exports, files);
  for (auto& [name, counts] : files) collected.files.push_back(std::move(counts));
  collected.how = fmt::format("read in {} part{}", parts.size(), parts.size() == 1 ? "" : "s");
  if (again > 0) collected.how += fmt::format(", {} of them twice", again);
  return collected;
}

LoadCounts load_parts(LoadContext& context, const Table& model_table, ReadParts parts) {
  const Table& table = context.source.table(model_table.name);
  DuckDbConnection& connection = context.connection;
  view_parts(connection, table, parts.rows);
  for (Reject& reject : parts.rejects) context.rejects.add(std::move(reject));
  LoadCounts load;
  load.files = std::move(parts.files);
  load.how = std::move(parts.how);
  account_for(context, table, load);
  return load;
}

}  // namespace rox
