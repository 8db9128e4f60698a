// Rows that two answers don't have in common, paired where one is likely to be the other's changed form.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "quality/compare_cells.hpp"

namespace rox {

struct ComparedRow {
  std::uint64_t position = 0;  // from 1, in its answer
  std::vector<CellValue> cells;
};

struct PairedRows {
  std::vector<std::pair<ComparedRow, ComparedRow>> changed;  // the same row, some cells differ
  std::vector<ComparedRow> missing;                          // only the first has them
  std::vector<ComparedRow> extra;                            // only the second
};

/// Pairs rows that differ in one column first, then those that begin alike and have at least half of their cells in
/// common; of several the first. In order of position.
PairedRows pair_rows(std::vector<ComparedRow> first, std::vector<ComparedRow> second,
                     const std::vector<CellRule>& rules);

/// The row's cells as one text, the same for rows that are equal by the rules. Without the columns that are floats,
/// which have no such text, and without `left_out`.
std::string row_key(const std::vector<CellValue>& cells, const std::vector<CellRule>& rules,
                    std::size_t left_out = SIZE_MAX);

}  // namespace rox
