// Generated exports, read by rox and by DuckDB's read_csv, for comparison row by row.
#pragma once

#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "engine/duckdb/duckdb.hpp"
#include "model/dialect.hpp"
#include "model/model.hpp"
#include "source/scan_support.hpp"

namespace rox::test {

/// How many generated things a test goes through: fewer under the sanitizers, which are slow.
#if defined(__SANITIZE_ADDRESS__)
#define ROX_SLOW_BUILD 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ROX_SLOW_BUILD 1
#endif
#endif
#ifdef ROX_SLOW_BUILD
constexpr unsigned repetitions(unsigned n) { return n / 20 + 1; }
#else
constexpr unsigned repetitions(unsigned n) { return n; }
#endif

using Rows = std::vector<std::vector<std::string>>;
using Random = std::mt19937;

/// How a batch of files is written.
struct Style {
  Dialect dialect;
  std::string newline;  // empty: LF and CRLF mixed
  bool bom = false;
  std::vector<Type> types;
};

/// UTF-8 to `encoding` (characters that it has).
std::string encoded(std::string_view utf8, Encoding encoding);

/// Rows of a query as text, NULL as "∅".
Rows rows_of(Engine& engine, std::string_view sql);

/// One table over some files, read by both.
class Comparison {
 public:
  Comparison();
  ~Comparison();

  /// Replaces the files. `texts` are UTF-8, without byte-order mark.
  void write(const Style& style, const std::vector<std::string>& texts);

  /// Rows of all files in order, the file's name first. `where`: on the columns and rox_raw.
  Rows rox(std::size_t block_bytes, std::string_view where = "true");
  /// The same in batches (the scanner's fast lane), which don't know where a row came from: without the file's name.
  Rows rox_batches(std::size_t block_bytes);
  /// The same as DuckDB sees them; `options`: of read_csv, beside those that the style makes.
  Rows duckdb(std::string_view options);
  /// Rejects of the last rox().
  const std::vector<Reject>& rejects() const;

 private:
  struct Catalog;
  ExportDir dir_;
  Style style_;
  std::vector<ExportFile> files_;
  std::shared_ptr<Catalog> catalog_;
  DuckDbConnection reader_;          // several threads
  DuckDbConnection ordered_reader_;  // one, so that rows come in the order of the files
  DuckDbConnection oracle_;
};

}  // namespace rox::test
