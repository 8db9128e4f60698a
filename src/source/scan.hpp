// The scanner: exports in, typed columns out, in parallel, every record accounted for.
//
//     TableScan scan(table, files, dialect, options, rejects);
//     // on each thread:
//     auto worker = scan.worker();
//     while (std::size_t rows = worker->next(batch)) consume(batch, rows);
//     // when all are done:
//     for (const FileCounts& f : scan.finish()) …
//
// Nothing is dropped: per file, records = rows + rejects. The layers below are source/blocks.hpp
// (a file cut into blocks of whole records) and source/records.hpp (a block cut into fields).
#pragma once

#include <atomic>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/dialect.hpp"
#include "model/model.hpp"
#include "source/column_sink.hpp"
#include "source/export.hpp"
#include "source/field_map.hpp"
#include "source/mend.hpp"
#include "source/record_marks.hpp"
#include "source/reject.hpp"

namespace rox {

struct ScanOptions {
  /// What to emit, in order. Only these are parsed and validated; empty: count records only.
  std::vector<ScanColumn> columns;
  /// Bytes of a file that a thread takes at a time.
  std::size_t block_bytes = std::size_t{1} << 20;
  /// A longer record is rejected (too_long). Memory: up to twice this per thread while one is read.
  std::size_t max_record_bytes = std::size_t{256} << 20;
  /// Watch whether the primary key only ever grows in file order, which proves it unique for free.
  bool watch_key_order = false;
  /// Worker::next() gives rows of one block at a time, for whoever puts them in the order of the files.
  bool block_by_block = false;
  /// One per file: which of its fields is which column. Empty: field i is column i in all of them. Columns that a file
  /// lacks must be nullable.
  std::vector<FieldMap> maps;
  /// Told the marks of all records, if there are maps.
  TakeMarks take_marks{};
  /// Reads only these records; the counts are of them. Must outlive the scan.
  const RecordSelection* only = nullptr;
  /// Of these files only the records of a range; the counts are of them. Not of files that are read as streams.
  FileRanges ranges{};
};

/// A block of an export, in the order of the files.
struct BlockPlace {
  std::size_t file = 0;
  std::size_t block = 0;

  auto operator<=>(const BlockPlace&) const = default;
};

/// What was read of one file.
struct FileCounts {
  std::string file;
  std::uint64_t bytes = 0;
  std::uint64_t records = 0;  // without the header and blank lines
  std::uint64_t rows = 0;     // emitted
  std::uint64_t rejects = 0;
  std::uint64_t mended = 0;  // of the rows: read through a mend
  std::uint64_t blank_lines = 0;
  std::uint64_t repeated_headers = 0;  // further down; no records
  std::uint64_t repeated_units = 0;    // lines below such headers; no records

  /// Adds what was read of other records of the file.
  FileCounts& operator+=(const FileCounts& more);
};

class TableScan {
 public:
  /// `dialect`: the folder's; the table's own is laid over it. `table`, `rejects` and `mends` must outlive the scan.
  /// Opens nothing yet. Throws usage_error for an option that names no column or a map that isn't the table's.
  TableScan(const Table& table, std::vector<ExportFile> files, const Dialect& dialect, ScanOptions options,
            RejectSink& rejects, const MendSet* mends = nullptr);
  ~TableScan();
  TableScan(const TableScan&) = delete;
  TableScan& operator=(const TableScan&) = delete;

  /// One per thread.
  class Worker {
   public:
    virtual ~Worker() = default;
    /// Fills rows [0, n) of `sinks` (one per entry of ScanOptions::columns), n <= capacity (fewer where rows are wide,
    /// so that they fit into memory); 0: nothing is left. Throws data_error if a file changed, shrank or vanished,
    /// outside_error if it can't be read.
    virtual std::size_t next(std::span<const ColumnSink> sinks, std::size_t capacity) = 0;
    /// With block_by_block: where the rows of the last next() are from. A worker's blocks come in their order if all
    /// files are read as streams, or none is (source/record_stream.hpp).
    virtual BlockPlace place() const = 0;
  };
  std::unique_ptr<Worker> worker();

  /// Share of the bytes read so far, and the bytes there are; any thread may ask at any time.
  std::uint64_t bytes_read() const;
  std::uint64_t bytes_total() const;
  std::uint64_t rows_read() const;

  /// After every worker returned 0: the counts, one per file. Throws data_error if a file is no longer
  /// what it was when it was listed.
  std::vector<FileCounts> finish();

  /// With watch_key_order, at any time: whether a block was read whose keys don't grow, or they can't be watched. False
  /// says nothing yet.
  bool key_order_is_broken() const;

  /// After finish(), with watch_key_order: true if the primary key was strictly increasing over all
  /// rows in file order (so: unique and not null). False says nothing.
  bool key_was_increasing() const;

  /// After finish(): where the first record behind a file's range begins.
  BlockBegin range_end(std::size_t file) const;

 private:
  friend class ScanWorker;
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace rox
