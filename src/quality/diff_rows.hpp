// What differs between the rows of two tables, row by row, by their key.
//
// Both sides are streamed. Where they have the same rows in the same order, nothing is kept; a row that only one side
// has had so far waits for its like. So the order of rows is of no matter, but for memory and speed.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "quality/compare_cells.hpp"

namespace rox {

enum class RowChange { insert, update, remove };

/// "insert", "update", "delete": as rox.changes has them.
std::string_view to_string(RowChange change);

struct ChangedRow {
  RowChange change = RowChange::insert;
  std::vector<CellValue> before;     // all cells; empty for an inserted row
  std::vector<CellValue> after;      // empty for a deleted one
  std::vector<std::size_t> columns;  // those that differ: all, of an inserted or deleted row
};

struct RowDiff {
  std::uint64_t rows_before = 0;
  std::uint64_t rows_after = 0;
  std::uint64_t inserted = 0;
  std::uint64_t updated = 0;
  std::uint64_t deleted = 0;
  bool gave_up = false;  // too many rows wait to go on; the counts are of what was read

  bool equal() const { return inserted + updated + deleted == 0; }
};

/// The sides have the same columns. `key`: places of the columns by which rows are the same one. Without any, and where
/// several rows have the same key, they are compared whole. `most`: rows that may wait on a side.
RowDiff diff_rows(Result& before, Result& after, const std::vector<std::size_t>& key,
                  const std::function<void(const ChangedRow&)>& on_change, std::size_t most = 1'000'000);

/// The columns of a changed row that differ, with the cells of `side` (the row's `before` or `after`), as a JSON object
/// of texts. Empty if that side has no row.
std::string changed_cells_json(const ChangedRow& row, const std::vector<CellValue>& side,
                               const std::vector<std::string>& names);

}  // namespace rox
