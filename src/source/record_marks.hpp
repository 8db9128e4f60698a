// Records as hashes: what tells, without keeping an export, which of its records the next one still has.
//
// A record's mark is two hashes of 64 bits, one of its key's fields as they are written and one of the whole record. So
// a changed record keeps the first half, which says that it was updated and not removed; and for a change to go
// unnoticed, two different records with the same key would have to have the same second half: a chance of 2^-64 a
// change. Without a key both halves are of the record.
//
// Marks are of the scanner's records, so a quoted line break is part of one, and line ends are of none: an export that
// begins to end its lines in CRLF has not changed. Blank lines have no mark.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "model/dialect.hpp"
#include "model/model.hpp"
#include "source/blocks.hpp"
#include "source/field_map.hpp"

namespace rox {

struct RecordMark {
  std::uint64_t key = 0;
  std::uint64_t record = 0;

  auto operator<=>(const RecordMark&) const = default;
};

/// The fields of a file that make its table's primary key, in the key's order. Empty: it has none, or the file lacks a
/// part of it.
std::vector<std::size_t> key_fields(const Table& table, const FieldMap& map);

/// The first half of a record's mark that has these fields, as they are written, for its key.
std::uint64_t key_mark(const std::vector<std::string>& fields);

/// The marks of one block's records. Valid during the call.
struct MarkedBlock {
  std::size_t file = 0;   // index into the files
  std::size_t index = 0;  // of the block in the file
  BlockBegin begin;
  std::span<const RecordMark> marks;
  std::uint64_t blank_lines = 0;
  bool oversized = false;  // of the last record only the beginning was read
};
/// Called from several threads, in any order of blocks.
using TakeMarks = std::function<void(const MarkedBlock&)>;

/// Marks blocks; one a thread.
class RecordMarker {
 public:
  /// Both must outlive this. `maps`: one a file.
  RecordMarker(const Table& table, char delimiter, const std::vector<FieldMap>& maps);
  void mark(const Block& block, const TakeMarks& take);

 private:
  void mark_lines(std::string_view bytes);
  void mark_quoted(std::string_view bytes);
  void add(std::string_view record, std::uint64_t key);

  char delimiter_;
  std::vector<std::vector<std::size_t>> keys_;  // by file
  std::vector<std::size_t> widths_;             // by file: how many fields there are
  const std::vector<std::size_t>* key_ = nullptr;
  bool has_blank_lines_ = true;
  std::vector<RecordMark> marks_;
  std::uint64_t blank_lines_ = 0;
  std::vector<std::string_view> fields_;
};

/// Reads the exports of a table only to mark their records: about four times as fast as reading their values. Throws
/// what a scan does if a file can't be read or changes meanwhile. `from`: BlockOptions::from.
void mark_exports(const Table& table, const std::vector<ExportFile>& files, const Dialect& dialect,
                  const std::vector<FieldMap>& maps, unsigned threads, const TakeMarks& take,
                  const std::map<std::size_t, FirstBlock>* from = nullptr);

/// Some records of exports, where an earlier reading found them.
struct RecordSelection {
  BlockBegins blocks;  // that have any
  /// By file and block: the records' places among those of the block that aren't blank lines, ascending.
  std::map<std::pair<std::size_t, std::size_t>, std::vector<std::uint32_t>> records;
};

}  // namespace rox
