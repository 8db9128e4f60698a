#include "build/staged_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"
#include "engine/result/cells.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::duckdb;

constexpr std::uint64_t kUuidText = 36;
constexpr std::uint64_t kTimeText = 8;

/// Bytes of the values that are staged of a row, on average.
std::uint64_t staged_row_bytes(DuckDbConnection& connection, const Table& table) {
  std::uint64_t bytes = 0;
  std::vector<std::string> texts;
  for (const Column& column : table.columns) {
    if (column.type.kind == TypeKind::varchar) {
      texts.push_back(fmt::format("coalesce(avg(strlen({})), 0)", exact_name(column.name, kDialect)));
    } else {
      bytes += column.type.kind == TypeKind::uuid   ? kUuidText
               : column.type.kind == TypeKind::time ? kTimeText
                                                    : value_width(column.type);
    }
  }
  if (texts.empty()) return bytes;
  return bytes + static_cast<std::uint64_t>(
                     query_integer(connection, fmt::format("SELECT CAST({} AS BIGINT) FROM {}", join(texts, " + "),
                                                           exact_name(table.name, kDialect))));
}

}  // namespace

OrderedRows staged_rows(const Table& table) {
  std::vector<std::string> columns;
  for (const Column& column : table.columns) {
    const std::string name = exact_name(column.name, kDialect);
    // Spark can't read Parquet's UUIDs and times of day, and neither can Redshift's COPY.
    columns.push_back(is_text_in_parquet(column.type) ? fmt::format("CAST({} AS VARCHAR) AS {}", name, name) : name);
  }
  return {join(columns, ", "), exact_name(table.name, kDialect), table.primary_key};
}

Table with_longest_texts(DuckDbConnection& connection, Table table) {
  std::vector<std::string> longest;
  std::vector<Column*> columns;
  for (Column& column : table.columns) {
    if (column.type.kind != TypeKind::varchar) continue;
    columns.push_back(&column);
    longest.push_back(fmt::format("coalesce(max(strlen({})), 0)", exact_name(column.name, kDialect)));
  }
  if (columns.empty()) return table;
  const auto rows =
      connection.query(fmt::format("SELECT {} FROM {}", join(longest, ", "), exact_name(table.name, kDialect)));
  while (rows->next()) {
    for (std::size_t c = 0; c < columns.size() && rows->rows() > 0; ++c) {
      columns[c]->max_bytes = std::max(columns[c]->max_bytes, static_cast<std::uint32_t>(count_at(*rows, c, 0)));
    }
  }
  return table;
}

std::vector<WrittenPart> write_staged_parquet(DuckDbConnection& connection, const Table& table,
                                              const std::filesystem::path& folder) {
  return write_parquet(connection, staged_rows(table), folder, parquet_layout(staged_row_bytes(connection, table)));
}

StagedTable staged_table(const Table& table, const LoadCounts& load, const TableExports& exports,
                         const HashCache& hashes) {
  StagedTable staged;
  staged.table = table.name;
  staged.rows_read = load.counts.rows_in;
  staged.rows_rejected = load.counts.rejects;
  for (const Column& column : loadable(table).columns) {
    staged.columns.push_back({column.name, column.type, column.nullable});
  }
  staged.primary_key = table.primary_key;
  for (const ExportFile& file : exports.files) {
    staged.exports.push_back({file.name, file.bytes, hashes.hash(file.path)});
  }
  return staged;
}

void account_for_rows(StagedTable& table) {
  table.rows_staged = 0;
  for (const StagedFile& file : table.files) table.rows_staged += file.rows;
  if (table.rows_read == table.rows_staged + table.rows_rejected) return;
  throw data_error(fmt::format("table {}: {} records were read, but {} were staged and {} rejected", table.table,
                               table.rows_read, table.rows_staged, table.rows_rejected))
      .hint("nothing was published; please report this as a bug of rox, with the file if you can");
}

}  // namespace rox
