#include "engine/duckdb/chunks.hpp"

#include <string>
#include <utility>

namespace rox {

DuckDbChunks::DuckDbChunks(DuckDbStatement statement, std::shared_ptr<void> connection,
                           const std::atomic<bool>& interrupted)
    : connection_(std::move(connection)), interrupted_(interrupted), statement_(std::move(statement)) {
  if (duckdb_execute_prepared_streaming(statement_.get(), &plain_.result) != DuckDBSuccess) throw current_error();
}

DuckDbChunks::~DuckDbChunks() { duckdb_destroy_data_chunk(&chunk_); }

bool DuckDbChunks::next() {
  duckdb_destroy_data_chunk(&chunk_);
  rows_ = 0;
  if (done_) return false;
  chunk_ = duckdb_fetch_chunk(plain_.result);
  rows_ = chunk_ == nullptr ? 0 : duckdb_data_chunk_get_size(chunk_);
  if (rows_ > 0) return true;
  done_ = true;  // the end, or an error; never an empty chunk in between
  if (const char* message = duckdb_result_error(&plain_.result); message != nullptr && *message != '\0') {
    throw current_error();
  }
  return false;
}

const void* DuckDbChunks::data(std::size_t column) const {
  return duckdb_vector_get_data(duckdb_data_chunk_get_vector(chunk_, column));
}

const std::uint64_t* DuckDbChunks::validity(std::size_t column) const {
  return duckdb_vector_get_validity(duckdb_data_chunk_get_vector(chunk_, column));
}

/// In a stream the error of one thread may reach us as another's "Interrupted!", its text lost. Reading again
/// without streaming tells the real one; a connection has one open result at a time.
Error DuckDbChunks::current_error() {
  const char* message = duckdb_result_error(&plain_.result);
  const std::string said = message != nullptr ? message : "INTERNAL Error: no message";
  if (said.starts_with("INTERRUPT Error") && !interrupted_ &&
      duckdb_prepared_statement_type(statement_.get()) == DUCKDB_STATEMENT_TYPE_SELECT) {
    duckdb_destroy_result(&plain_.result);
    PlainResult again;
    duckdb_execute_prepared(statement_.get(), &again.result);
    if (const char* real = duckdb_result_error(&again.result); real != nullptr) return statement_.error(real);
  }
  return statement_.error(said);
}

}  // namespace rox
