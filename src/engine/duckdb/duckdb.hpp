// DuckDB, embedded: RAII over its C API. Foreign errors become rox::Error in one place (duckdb_error).
#pragma once

#include <duckdb.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "engine/engine.hpp"

namespace rox {

struct DuckDbOptions {
  bool read_only = false;
  unsigned threads = 0;                  // 0: as many as there are cores
  std::uint64_t memory_limit = 0;        // bytes, of the whole program; 0: DuckDB's default
  std::filesystem::path temp_dir{};      // where it spills; empty: beside the file, or nowhere
  bool preserve_insertion_order = true;  // false: inserts are parallel, rows come in any order
  /// Where SQL may read and write files: COPY, read_csv, ATTACH, …. Nowhere, unless said; rox's own reading of exports
  /// asks nobody.
  std::vector<std::filesystem::path> folders{};
};

/// An error of DuckDB's as ours. Its text "Parser Error: …", "IO Error: …" decides the kind. A SQL error
/// keeps DuckDB's caret lines; where they say so, its place is the line and column in the SQL (no file).
Error duckdb_error(std::string_view text);

/// `error` is about the SQL from `begin` on: the same with place and picture of the whole.
Error placed_in(const Error& error, std::string_view sql, std::size_t begin);

/// What the library calls itself: "v2.0.0".
std::string duckdb_version();

class DuckDbConnection;

/// An open database file (or memory, for an empty path). Closes when the last connection and this are gone.
/// Nothing is ever fetched from the network: extensions are neither installed nor loaded by themselves.
/// Opened read-only, a file that isn't there is a usage_error, all connections can only read, and no SQL changes a
/// setting any more.
class DuckDbDatabase {
 public:
  DuckDbDatabase(const std::filesystem::path& file, const DuckDbOptions& options);
  DuckDbConnection connect();
  /// Whose query() can only read, also where the database can be written to: for SQL that others wrote.
  DuckDbConnection connect_for_reading();

 private:
  struct Handle;
  std::shared_ptr<Handle> handle_;
};

/// One connection; use it from one thread at a time (interrupt() may come from any).
class DuckDbConnection : public Engine {
 public:
  ~DuckDbConnection() override;
  DuckDbConnection(DuckDbConnection&&) noexcept;
  DuckDbConnection& operator=(DuckDbConnection&&) noexcept;

  std::string_view name() const override { return "duckdb"; }
  SqlDialect dialect() const override { return SqlDialect::duckdb; }
  void execute(std::string_view sql) override;
  /// The same of one INSERT, DELETE or CREATE TABLE … AS: how many rows it wrote or removed.
  std::uint64_t execute_counting(std::string_view sql);
  /// The columns of a SELECT that isn't run.
  std::vector<ResultColumn> columns_of(std::string_view select);
  /// Of the database that names without one mean. Asked once.
  const std::string& database();
  /// Streams. Running another statement on this connection ends the rows of the one before.
  std::unique_ptr<Result> query(std::string_view sql) override;
  /// By rox_repeats (engine/duckdb/repeats_function.hpp), where there is memory for it.
  std::vector<bool> surely_unique(const std::string& table, const std::vector<std::vector<std::string>>& keys) override;

  void interrupt() override;
  duckdb_connection handle() const;

 private:
  friend class DuckDbDatabase;
  struct Handle;
  explicit DuckDbConnection(std::shared_ptr<Handle> handle);
  void begin_reading();
  std::shared_ptr<Handle> handle_;  // shared with results, which may live longer
};

/// Appends rows to a table of `schema`. Values in the order of the columns; end_row() after each row; close()
/// flushes and throws if that fails (the destructor drops what wasn't closed).
class DuckDbAppender {
 public:
  DuckDbAppender(DuckDbConnection& connection, const std::string& schema, const std::string& table);
  ~DuckDbAppender();
  DuckDbAppender(const DuckDbAppender&) = delete;
  DuckDbAppender& operator=(const DuckDbAppender&) = delete;

  void add(std::string_view text);
  void add(std::int64_t value);
  void add_null();
  void end_row();
  void close();

 private:
  duckdb_appender appender_ = nullptr;
};

}  // namespace rox
