#include "source/batch.hpp"

#include <algorithm>

namespace rox {
namespace {

// Cuts one record after another; the state is that of RecordReader::next(), less what isn't ordinary.
class BatchCutter {
 public:
  BatchCutter(std::string_view block, char delimiter, std::size_t columns, const BatchCursor& cursor)
      : walk_(block.data() + cursor.offset, block.data() + block.size(), delimiter),
        block_(block.data()),
        pos_(block.data() + cursor.offset),
        end_(block.data() + block.size()),
        delimiter_(delimiter),
        columns_(columns),
        line_(cursor.line) {}

  // Writes the record's cells to `out`; false, without moving on, if it isn't ordinary.
  bool cut(Cell* out) {
    if (pos_ >= end_) return false;
    const char* field = pos_;
    std::uint64_t lines = 1;
    std::size_t c = 0;
    for (;;) {
      const char* s = walk_.next();
      char what = s < end_ ? *s : '\n';
      if (what == delimiter_) {
        if (c + 1 >= columns_) return false;
        out[c++] = Cell(static_cast<std::size_t>(field - block_), static_cast<std::size_t>(s - field), false, false);
        field = s + 1;
        continue;
      }
      if (what == '\n') {
        const char* stop = s > field && s[-1] == '\r' ? s - 1 : s;
        if (c + 1 != columns_ || stop == pos_) return false;
        out[c] = Cell(static_cast<std::size_t>(field - block_), static_cast<std::size_t>(stop - field), false, false);
        return finish(s, lines);
      }
      if (s != field) continue;  // a quote inside an unquoted field
      QuoteEnd quote = close_quote(field + 1, end_, delimiter_);
      if (!quote.well_closed) return false;
      auto size = static_cast<std::size_t>(quote.close - field - 1);
      out[c] = Cell(static_cast<std::size_t>(field + 1 - block_), size, true, quote.doubled);
      if (std::memchr(field + 1, '\n', size) != nullptr) {
        lines += static_cast<std::uint64_t>(std::count(field + 1, quote.close, '\n'));
      }
      const char* after = quote.close + 1;
      if (after < end_ && *after == delimiter_) {
        if (++c >= columns_) return false;
        field = after + 1;
        walk_.skip_to(field);
        continue;
      }
      if (c + 1 != columns_) return false;
      const char* feed = after < end_ && *after == '\r' ? after + 1 : after;
      if (feed < end_) walk_.skip_to(feed + 1);
      return finish(feed, lines);
    }
  }

  BatchCursor cursor() const { return {static_cast<std::size_t>(pos_ - block_), line_}; }

 private:
  bool finish(const char* feed, std::uint64_t lines) {
    pos_ = feed < end_ ? feed + 1 : end_;
    line_ += lines;
    return true;
  }

  StructuralWalk walk_;
  const char* block_;
  const char* pos_;
  const char* end_;
  char delimiter_;
  std::size_t columns_;
  std::uint64_t line_;
};

}  // namespace

void cut_records(std::string_view block, char delimiter, std::size_t columns, std::size_t most, BatchCursor& cursor,
                 RecordBatch& batch) {
  most = std::min(most, RecordBatch::kRecords);
  if (batch.columns != columns) {
    batch.columns = columns;
    batch.cells.resize(RecordBatch::kRecords * columns);
  }
  BatchCutter cutter(block, delimiter, columns, cursor);
  batch.size = 0;
  while (batch.size < most && cutter.cut(batch.cells.data() + batch.size * columns)) ++batch.size;
  cursor = cutter.cursor();
}

}  // namespace rox
