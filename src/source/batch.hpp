// Many records cut at once into a table of cells, for the columns to be read one after another.
//
// This is the fast lane of the scanner: it takes runs of ordinary records (the right number of fields, quotes well
// formed, no blank line) and stops before anything else, which goes through RecordReader one by one. Reading
// a column of a hundred records in one tight loop keeps its parser in the instruction cache, its branches predicted
// and several values in flight; field by field, the processor waits at every turn.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "source/records.hpp"

namespace rox {

/// A field within a block. Eight bytes, so that a batch stays in the first-level cache.
class Cell {
 public:
  Cell() = default;
  Cell(std::size_t offset, std::size_t size, bool quoted, bool doubled)
      : offset_(static_cast<std::uint32_t>(offset)),
        size_(static_cast<std::uint32_t>(size)),
        quoted_(quoted),
        doubled_(doubled) {}

  std::string_view text(const char* block) const { return {block + offset_, size_}; }
  bool quoted() const { return quoted_; }
  bool doubled() const { return doubled_; }
  Field field(const char* block) const { return {block + offset_, size_, quoted_ != 0, doubled_ != 0}; }

 private:
  std::uint32_t offset_ = 0;
  std::uint32_t size_ : 30 = 0;
  std::uint32_t quoted_ : 1 = 0;
  std::uint32_t doubled_ : 1 = 0;
};

struct RecordBatch {
  static constexpr std::size_t kRecords = 128;

  std::vector<Cell> cells;  // of record r, column c: cells[r * columns + c]
  std::size_t columns = 0;
  std::size_t size = 0;  // records
};

/// Where in a block the fast lane is.
struct BatchCursor {
  std::size_t offset = 0;
  std::uint64_t line = 0;
};

/// Fills `batch` with up to `most` ordinary records (and at most kRecords) of `columns` fields from `cursor` on, and
/// moves it behind them. Stops before the first record that isn't ordinary. `block` is under 1 GiB.
void cut_records(std::string_view block, char delimiter, std::size_t columns, std::size_t most, BatchCursor& cursor,
                 RecordBatch& batch);

}  // namespace rox
