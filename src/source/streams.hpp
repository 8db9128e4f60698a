// Bytes and records that come one after another.
//
// Records are whole, and in the one form that the scanner knows: UTF-8, fields between Dialect::field_delimiter(),
// quoted with '"' where they have to be (records.hpp), a line feed at the end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace rox {

/// Bytes one after another.
class ByteStream {
 public:
  virtual ~ByteStream() = default;
  /// Writes at most `size` bytes to `out` and returns how many; 0 at the end, and only there.
  virtual std::size_t read(char* out, std::size_t size) = 0;
  /// How much of the file on disk was read for that.
  virtual std::uint64_t position() const = 0;
};

/// As many bytes as there are, at most so many.
std::string first_bytes(ByteStream& bytes, std::size_t most);

/// Some whole records that stand on lines which follow each other: each line feed in `bytes` is one in the export.
struct RecordChunk {
  std::string bytes;       // clear() keeps its memory
  std::uint64_t line = 1;  // of the first byte
  bool oversized = false;  // the last record was longer than the limit: only its beginning is here
};

class RecordStream {
 public:
  virtual ~RecordStream() = default;
  /// The next records, about a megabyte of them; false at the end. The header is one of them.
  virtual bool next(RecordChunk& chunk) = 0;
  virtual std::uint64_t position() const = 0;
};

}  // namespace rox
