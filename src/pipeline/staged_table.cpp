#include "pipeline/staged_table.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "sql/quote.hpp"

namespace rox {

std::string staged_select(const Table& table) {
  std::vector<std::string> columns;
  for (const Column& column : table.columns) {
    const std::string name = quote_identifier(column.name);
    // Spark can't read Parquet's UUID, and Redshift has no such type.
    columns.push_back(column.type.kind == TypeKind::uuid ? fmt::format("CAST({} AS VARCHAR) AS {}", name, name) : name);
  }
  return fmt::format("SELECT {} FROM {} ORDER BY {}", join(columns, ", "), quote_identifier(table.name),
                     table.primary_key.empty() ? "ALL" : quote_identifiers(table.primary_key));
}

StagedTable staged_table(const Table& table, const TableLoad& load, const TableExports& exports,
                         const HashCache& hashes) {
  StagedTable staged;
  staged.table = table.name;
  staged.rows_read = load.rows_in;
  staged.rows_rejected = load.rejects;
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
