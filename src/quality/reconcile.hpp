// Whole tables, proven equal: what an engine holds against what the exports hold.
//
// First by figures of every column (sql/figures.hpp), which a scan of the table on each side gives. Where they differ,
// the rows are found: both sides in the order of the primary key, side by side (quality/compare.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "engine/engine.hpp"
#include "model/model.hpp"
#include "quality/compare.hpp"

namespace rox {

struct FigureDifference {
  std::string column;  // empty: of the whole table
  std::string figure;  // "rows", "type", "count", "min", "max", "sum", "checksum"
  CellValue expected;
  CellValue found;
};

struct TableReconciliation {
  std::string table;
  std::uint64_t rows_read = 0;      // records of the exports
  std::uint64_t rows_rejected = 0;  // of them
  std::uint64_t expected_rows = 0;  // what is left
  std::uint64_t found_rows = 0;
  std::vector<FigureDifference> figures;
  std::optional<Comparison> rows;  // where figures differ and the table has a key
  std::string note;                // what may explain it: "the exports changed since it was loaded"
  std::optional<Error> error;      // why it couldn't be compared

  bool equal() const { return figures.empty() && !error; }
};

/// The table on both engines. Errors are in what is returned. (`rows_read` and the like are the caller's to fill in.)
TableReconciliation reconcile(Engine& expected, Engine& found, const Table& table);

}  // namespace rox
