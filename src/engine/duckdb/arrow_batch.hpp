// Rows that a scan gives, by themselves: the values of each column in memory of its own, laid out as Arrow's C data
// interface has them, so that DuckDB reads them where they are. The types are those of Parquet files (docs/staging.md):
// UUIDs and times of day are texts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "source/column_sink.hpp"

namespace rox {

/// A column of a batch.
class ArrowColumn {
 public:
  /// Room for so many values.
  ArrowColumn(const Column& column, std::size_t capacity);
  ArrowColumn(const ArrowColumn&) = delete;
  ArrowColumn& operator=(const ArrowColumn&) = delete;

  /// Where a scan writes the values. The column must stay where it is.
  ColumnSink sink();
  /// Once so many are written: lays them out.
  void finish(std::size_t rows);

  /// Bytes of the values that are present, as text or as they lie there.
  std::uint64_t bytes() const;
  std::int64_t nulls() const { return nulls_; }
  /// Arrow's buffers: which values are present, the values (or where each text begins), the texts.
  const void* validity() const { return nulls_ == 0 ? nullptr : validity_.data(); }
  const void* values() const { return values_.get(); }
  const void* texts() const { return texts_.data(); }
  bool is_text() const { return is_text_; }

 private:
  static void store(void* target, std::uint64_t row, const char* text, std::size_t size);
  void put_text(std::size_t row, std::string_view text);
  void end_texts(std::size_t rows);
  void become_texts(std::size_t rows);
  void become_bits(std::size_t rows);
  void become_wider(std::size_t rows);
  bool present(std::size_t row) const { return validity_.empty() || (validity_[row / 64] >> (row % 64) & 1U) != 0; }

  const Type type_;
  const bool is_text_;
  std::unique_ptr<std::byte[]> values_;
  std::vector<std::uint64_t> validity_;  // empty: all are present
  std::string texts_;
  std::size_t next_text_ = 0;  // the row behind the last one whose text is there
  std::size_t rows_ = 0;
  std::int64_t nulls_ = 0;
};

/// Arrow's name of the type of such a column: "i", "d:18,4,64", "u".
std::string arrow_format(const Type& type);

struct ArrowBatch {
  ArrowBatch(const std::vector<Column>& of, std::size_t capacity);

  std::size_t rows = 0;
  std::deque<ArrowColumn> columns;
};

}  // namespace rox
