// A query's rows as DuckDB has them: vectors, a chunk of up to duckdb_vector_size() rows at a time. For result.hpp's
// implementation only.
#pragma once

#include <duckdb.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/duckdb/statement.hpp"

namespace rox {

class DuckDbChunks {
 public:
  /// Runs the statement. `connection` is kept alive as long as the rows; `interrupted` says whether somebody asked the
  /// query to stop, and lives as long as it.
  DuckDbChunks(DuckDbStatement statement, std::shared_ptr<void> connection, const std::atomic<bool>& interrupted);
  ~DuckDbChunks();
  DuckDbChunks(const DuckDbChunks&) = delete;
  DuckDbChunks& operator=(const DuckDbChunks&) = delete;

  /// Moves to the next chunk; false at the end. Throws what the query throws.
  bool next();
  std::size_t rows() const { return rows_; }
  std::size_t columns() { return duckdb_column_count(&plain_.result); }
  duckdb_logical_type type(std::size_t column) { return duckdb_column_logical_type(&plain_.result, column); }

  /// Of the current chunk. Texts are duckdb_string_t, other values as value_width() says.
  const void* data(std::size_t column) const;
  /// A bit a row, 1: present; null: all are.
  const std::uint64_t* validity(std::size_t column) const;

 private:
  Error current_error();

  std::shared_ptr<void> connection_;
  const std::atomic<bool>& interrupted_;
  DuckDbStatement statement_;
  PlainResult plain_;
  duckdb_data_chunk chunk_ = nullptr;
  std::size_t rows_ = 0;
  bool done_ = false;
};

}  // namespace rox
