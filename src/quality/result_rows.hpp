// A result's rows, one after another, as texts.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/engine.hpp"
#include "quality/compare_cells.hpp"

namespace rox {

class ResultRows {
 public:
  explicit ResultRows(Result& result) : result_(result) {}

  std::optional<std::vector<CellValue>> next() {
    while (row_ >= rows_) {
      if (!result_.next()) return std::nullopt;
      rows_ = result_.rows();
      row_ = 0;
    }
    ++count_;
    std::vector<CellValue> cells(result_.columns().size());
    for (std::size_t c = 0; c < cells.size(); ++c) {
      if (!result_.is_null(c, row_)) result_.text(c, row_, cells[c].emplace());
    }
    ++row_;
    return cells;
  }

  /// How many next() has given.
  std::uint64_t count() const { return count_; }

 private:
  Result& result_;
  std::size_t rows_ = 0;
  std::size_t row_ = 0;
  std::uint64_t count_ = 0;
};

}  // namespace rox
