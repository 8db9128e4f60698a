// One table: from its exports into the private copy of the warehouse, every record accounted for.
//
// Rows come in any order (they are inserted in parallel). The primary key isn't an index in DuckDB, which would cost
// more than the load: it is proven unique, by the scanner if the keys only ever grow in the file, else by their hashes
// or, where those are equal, a query. Of rows with the same key the first in (file, line) stays and the others are
// rejected. A key that was only inferred rejects nothing: the run's checks tell of the rows that break it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/duckdb/duckdb.hpp"
#include "ledger/step.hpp"
#include "load/export_source.hpp"
#include "load/rejects.hpp"
#include "model/model.hpp"

namespace rox {

/// What the steps of a run that work on the private copy share.
struct LoadContext {
  DuckDbConnection& connection;
  ExportSource& source;
  RejectStore& rejects;
  std::string run;
};

struct LoadCounts {
  std::vector<FileCounts> files;  // rows and rejects include duplicate keys
  Counts counts;
  bool key_holds = false;               // the scanner has seen it: no row lacks its primary key or has another's
  std::string how{};                    // for people, if it wasn't simply loaded
  std::optional<RowChanges> changed{};  // if nothing else was loaded
};

/// Whether values may be documents rather than names and codes.
bool is_long_text(const Column& column);

/// Replaces the table. Throws data_error if a row can't be accounted for.
LoadCounts load_table(LoadContext& context, const Table& table);

/// Takes all rows of a scan of that table, and returns how many.
using TakeRows = std::function<std::uint64_t(const Table& table, const std::shared_ptr<TableScan>& scan)>;

/// Reads the table for whoever takes its rows in the order of the files; nothing of it comes into the database. Nothing
/// if that order isn't its key's: it is as if it hadn't been read.
std::optional<LoadCounts> stream_table(LoadContext& context, const Table& table, const TakeRows& take);

/// The end of it, once the files are counted and the rows are there: rejects repeated keys, and adds up. Throws
/// data_error if a row can't be accounted for.
void account_for(LoadContext& context, const Table& table, LoadCounts& load);

/// The rows of `table` that the SQL `condition` (over `row`) picks, as they are in the exports, in the temporary
/// table rox_again: its columns, then rox_file, rox_line, rox_offset, rox_raw, without rows that were rejected while
/// scanning.
void read_again(DuckDbConnection& connection, const Table& table, const std::string& condition);

/// Makes a reject of each row of rox_again that `condition` picks and returns how many there were. `columns`: of the
/// key that is wrong; `reason`: SQL for the reason's text.
std::uint64_t reject_rows(LoadContext& context, const Table& table, const std::vector<std::string>& columns,
                          RejectCode code, const std::string& reason, const std::string& condition);

}  // namespace rox
