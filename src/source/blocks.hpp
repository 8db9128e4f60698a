// Files cut into blocks of whole records, in parallel.
//
// Block i of a file holds the records that start in its bytes [i*B, (i+1)*B); its last record may
// reach beyond. Where a block's first record starts depends on everything before it (is this line break inside
// quotes?), so the blocks of a file form a chain: each one's cut, "the first record after me starts at byte E, on
// line L", is the next one's beginning. What makes the chain short is that a thread prepares its block before it
// asks for the predecessor's cut: it reads the bytes and cuts them on the guess that the first line feed in the
// block ends a record. The guess holds unless a quoted line break falls on the block's edge; then that one block
// is cut again. Parsing starts as soon as the cut is known, while other threads cut the blocks that follow.
//
// Cutting looks at quotes and line feeds only. It must agree with RecordReader on where records end; both use
// close_quote() and resume a badly quoted record at the next physical line.
//
// Rejected: counting quotes to guess the state at a block's edge (a quote within an unquoted field is a plain
// character here, so parity says nothing); one thread that cuts for all (it becomes the limit at four cores);
// memory mapping (a file that shrinks while it is read kills the process).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/dialect.hpp"
#include "source/export.hpp"
#include "source/unchanged.hpp"

namespace rox {

/// Some whole records of one file. Valid until the reader that gave it reads the next.
struct Block {
  std::size_t file = 0;          // index into the files
  std::size_t index = 0;         // of the block in the file
  std::string_view bytes;        // UTF-8, readable for kStructuralPadding bytes past its end
  std::uint64_t offset = 0;      // of `bytes` in the file, as it is on disk
  std::uint64_t disk_bytes = 0;  // that were read for it
  std::uint64_t line = 0;        // of its first byte; the file's first line is 1
  bool clean = true;             // `bytes` is valid UTF-8 without NUL
  /// The last record is longer than the limit: only its beginning is in `bytes`, the rest was skipped.
  bool oversized = false;
};

/// Where the first record of a block begins, as an earlier reading found it.
struct BlockBegin {
  std::uint64_t offset = 0;
  std::uint64_t line = 0;
};
/// From which block on a file is read.
struct FirstBlock {
  std::size_t index = 0;
  BlockBegin begin;
};
/// By file and block.
using BlockBegins = std::map<std::pair<std::size_t, std::size_t>, BlockBegin>;

/// Some bytes of a file: the records that begin in them.
struct FileRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;  // behind them
  BlockBegin begin;        // of the first record that begins there or, if none does, behind it
};
/// By file.
using FileRanges = std::map<std::size_t, FileRange>;

struct BlockOptions {
  std::size_t block_bytes = std::size_t{1} << 20;
  std::size_t max_record_bytes = std::size_t{256} << 20;
  /// Leave out the header record of each file (if the dialect has one), and what is no data below it.
  bool skip_header = true;
  /// Only these blocks, of the same length, are handed out (of files that are read as streams, all). Must outlive the
  /// source.
  const BlockBegins* only = nullptr;
  /// By file: those before this one, of the same length, are left out (of files that are read as streams, none). Not a
  /// file's first block, above which the header stands. Must outlive the source.
  const std::map<std::size_t, FirstBlock>* from = nullptr;
  /// Of these files, which aren't read as streams, only what is in the ranges. The one from byte 0 on has the header.
  /// Must outlive the source.
  const FileRanges* ranges = nullptr;
};

/// Hands out the blocks of some files to several threads, each block once.
class BlockSource {
 public:
  BlockSource(std::vector<ExportFile> files, const Dialect& dialect, BlockOptions options);
  /// Each file in a dialect of its own.
  BlockSource(std::vector<ExportFile> files, std::vector<Dialect> dialects, BlockOptions options);
  ~BlockSource();
  BlockSource(const BlockSource&) = delete;
  BlockSource& operator=(const BlockSource&) = delete;

  const std::vector<ExportFile>& files() const;
  /// How many there are, at least.
  std::size_t block_count() const;
  std::uint64_t bytes_total() const;
  /// Where the first record behind a file's range begins; known once all blocks are read.
  BlockBegin end_of(std::size_t file) const;

  /// One a thread.
  class Reader {
   public:
    explicit Reader(BlockSource& source);
    ~Reader();
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    /// The next block with at least one byte; false when none is left. Throws data_error if a file isn't what it
    /// was when it was listed, outside_error if it can't be read; then every reader throws the same.
    bool next(Block& block);

   private:
    struct Buffer;
    BlockSource& source_;
    std::unique_ptr<Buffer> buffer_;
  };

 private:
  friend class Reader;
  struct Chain;
  std::unique_ptr<Chain> chain_;
};

}  // namespace rox
