// Rows in order as a table of DuckDB's SQL, read by all of its threads: by Arrow's C data interface
// (https://arrow.apache.org/docs/format/CDataInterface.html), the one source of rows that DuckDB keeps in order while
// several threads read it.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "engine/duckdb/duckdb.hpp"
#include "engine/duckdb/ordered_scan.hpp"

namespace rox {

class ArrowRows {
 public:
  /// Rows of the scan, which must outlive this.
  explicit ArrowRows(OrderedScan& scan) : scan_(scan) {}

  /// Bytes of a row on average, of the next ones, some megabytes of them; 0 if there is none.
  std::uint64_t row_bytes();
  /// Whether all rows were taken. Throws as OrderedScan::next() does.
  bool at_end();

  /// How many rows a view has at most, and after how many of them an array ends: DuckDB joins arrays to row groups, and
  /// doesn't cut them.
  struct Cut {
    std::uint64_t part_rows = 0;
    std::uint64_t group_rows = 0;
  };
  /// The next rows as SQL has them while this is there: one statement can read them, once. Errors of
  /// the scan come out of it as they are. One at a time, and not in a transaction.
  class View {
   public:
    View(DuckDbConnection& connection, ArrowRows& rows, const Cut& cut);
    ~View();
    View(const View&) = delete;
    View& operator=(const View&) = delete;

    std::string name() const;

   private:
    struct Stream;
    DuckDbConnection& connection_;
    const std::unique_ptr<Stream> stream_;
  };

 private:
  bool fetch();
  /// The rows from `offset` of a batch; none at the end.
  struct Slice {
    std::shared_ptr<const ArrowBatch> batch;
    std::size_t offset = 0;
    std::size_t rows = 0;
  };
  Slice take(std::uint64_t most);

  OrderedScan& scan_;
  std::deque<std::shared_ptr<const ArrowBatch>> batches_;  // that were fetched; the first is being taken
  std::size_t taken_ = 0;                                  // of its rows
};

}  // namespace rox
