// The answers of two engines to the same question, compared row by row.
//
// Both are streamed side by side. Rows that are equal at the same position are dropped at once; only the others are
// kept until the same row turns up on the other side. So equal answers of any size take no memory, and a row that is
// lost in the middle takes hardly more.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "quality/pair_rows.hpp"

namespace rox {

enum class Verdict {
  equal,
  order,      // the same rows in another order
  different,  // rows, cells or a column's type
  failed,     // one of them has no answer
};

std::string_view to_string(Verdict verdict);

struct ColumnDifference {
  std::string column;
  std::string baseline;  // types, in each engine's own words
  std::string other;
};

struct CellDifference {
  std::uint64_t position = 0;  // the row's, in the baseline
  std::vector<CellValue> row;  // of the baseline, to recognize it
  std::size_t column = 0;
  CellValue baseline;
  CellValue other;
  std::string cause;  // likely; may be empty
};

struct Comparison {
  Verdict verdict = Verdict::equal;
  std::vector<std::string> columns;
  std::vector<ResultKind> kinds;  // of the baseline's columns
  std::uint64_t baseline_rows = 0;
  std::uint64_t other_rows = 0;
  std::uint64_t missing = 0;  // rows that only the baseline has
  std::uint64_t extra = 0;    // rows that only the other has
  std::uint64_t changed = 0;  // rows with differing cells
  std::vector<ColumnDifference> types;
  std::vector<CellDifference> cells;      // the first ones
  std::vector<ComparedRow> missing_rows;  // the first ones
  std::vector<ComparedRow> extra_rows;    // the first ones
  std::vector<std::string> causes;        // likely ones, each once
  bool gave_up = false;                   // too many rows differ to go on; the counts are of what was read
  std::string error;                      // of a failed one
};

struct CompareOptions {
  bool ordered = true;                // whether another order is a difference
  bool computed = true;               // whether the engines computed the values, so that they may have rounded
  std::size_t shown = 10;             // differences of each sort that are kept as values
  std::size_t most_kept = 1'000'000;  // unmatched rows of a side; past it, it gives up
};

/// Reads both to the end. Throws what reading them throws.
Comparison compare(Result& baseline, Result& other, const CompareOptions& options = {});

}  // namespace rox
