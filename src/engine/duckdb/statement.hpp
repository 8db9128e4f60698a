// Prepared statements of DuckDB, for duckdb.hpp's implementation only.
#pragma once

#include <duckdb.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "engine/engine.hpp"

namespace rox {

/// One prepared statement.
class DuckDbStatement {
 public:
  /// Throws usage_error unless `sql` is exactly one statement that can be prepared.
  DuckDbStatement(duckdb_connection connection, std::string sql);
  ~DuckDbStatement() { duckdb_destroy_prepare(&statement_); }
  DuckDbStatement(DuckDbStatement&& other) noexcept;
  DuckDbStatement& operator=(DuckDbStatement&& other) noexcept;

  duckdb_statement_type type() const { return duckdb_prepared_statement_type(statement_); }
  std::vector<ResultColumn> columns() const;
  /// For a SELECT with columns that rox doesn't read itself (lists, intervals, blobs, …): the same with those cast
  /// to text by DuckDB. Empty if there are none.
  std::string with_casts(std::string_view select) const;
  duckdb_prepared_statement get() const { return statement_; }
  /// What DuckDB says of this statement, with its place in the whole SQL.
  Error error(std::string_view said) const;

 private:
  std::string sql_;
  std::size_t begin_;  // of the statement in sql_, behind comments and blanks
  duckdb_prepared_statement statement_ = nullptr;
};

/// Owns a duckdb_result.
struct PlainResult {
  duckdb_result result{};
  PlainResult() = default;
  ~PlainResult() { duckdb_destroy_result(&result); }
  PlainResult(const PlainResult&) = delete;
  PlainResult& operator=(const PlainResult&) = delete;
};

}  // namespace rox
