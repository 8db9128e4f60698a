// read_export('Table'): exports as a table in DuckDB's SQL, read by rox's scanner in parallel, only
// the columns that a query asks for. Beside the table's columns there are rox_file, rox_line, rox_offset
// and rox_raw; `SELECT *` has the former only by way of EXCLUDE, so loads name their columns.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "engine/duckdb/duckdb.hpp"
#include "source/scan.hpp"

namespace rox {

/// Opens scans for read_export. Must outlive the queries that use it; called from DuckDB's threads.
class ExportTables {
 public:
  virtual ~ExportTables() = default;
  /// Throws usage_error naming the tables there are.
  virtual const Table& table(std::string_view name) = 0;
  /// A scan that emits `columns`; whoever opens it may keep it to ask for counts afterwards.
  virtual std::shared_ptr<TableScan> open(const Table& table, std::vector<ScanColumn> columns) = 0;
};

/// Makes read_export known to the connection's database, by that name or another `function`. Errors that the scanner
/// throws inside a query come out of execute() and query() as the same rox::Error.
void register_read_export(DuckDbConnection& connection, std::shared_ptr<ExportTables> tables,
                          const char* function = "read_export");

}  // namespace rox
