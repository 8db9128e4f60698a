// Rows that were read of a sheet's XML, until they are asked for.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "source/workbook/sheet_reader.hpp"

namespace rox {

class RowQueue {
 public:
  bool empty() const { return taken_ == filled_; }

  /// Takes the content of `row`, and gives back memory.
  void push(SheetRow& row) {
    if (empty()) taken_ = filled_ = 0;
    if (filled_ == rows_.size()) rows_.emplace_back();
    std::swap(rows_[filled_++], row);
    row.clear();
  }

  void take(SheetRow& row) { std::swap(rows_[taken_++], row); }

 private:
  std::vector<SheetRow> rows_;
  std::size_t taken_ = 0;
  std::size_t filled_ = 0;
};

}  // namespace rox
