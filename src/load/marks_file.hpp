// The marks of the records that a table was loaded from (source/record_marks.hpp), kept until it is loaded again:
// `.rox/records/<target>/<table>.<fingerprint>.marks`, 16 bytes a record, in pieces of a block each. Losing such a
// file, or finding it damaged, costs one full load of its table, nothing else; so it isn't flushed to the disk.
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.hpp"
#include "source/record_marks.hpp"

namespace rox {

/// The marks of one block of an export.
struct MarkedPiece {
  std::uint64_t index = 0;  // of the block in the export
  BlockBegin begin;
  std::uint64_t blank_lines = 0;
  std::uint64_t count = 0;
  std::uint64_t position = 0;  // of its first mark in the marks file
  std::uint64_t check = 0;     // hash of its marks
};

struct MarkedExport {
  std::string name;
  std::string hash;  // of its content
  std::string map;   // where its fields went
  std::uint64_t bytes = 0;
  std::vector<MarkedPiece> pieces;          // in order of the blocks
  std::vector<std::uint64_t> beginnings{};  // hashes of its beginnings (base/hash.hpp); none if nobody knows them

  std::uint64_t records() const;
  std::uint64_t blank_lines() const;
};

struct MarkedTable {
  std::string recipe;         // what made rows of the records: model, dialect, mends
  bool key_holds = false;     // no row lacks its primary key or has another's
  std::uint64_t removed = 0;  // rows that were taken out since the table was last loaded whole
  std::vector<MarkedExport> exports;
};

/// Where the marks of a table are that was loaded with that fingerprint. Empty if its name can't be a file's.
std::optional<std::filesystem::path> marks_path(const std::filesystem::path& folder, const std::string& table,
                                                const std::string& fingerprint);

class MarksFile {
 public:
  /// Empty if there is none, or none that can be understood.
  static std::optional<MarksFile> open(const std::filesystem::path& path);

  const MarkedTable& table() const { return table_; }
  const MarkedExport* find(std::string_view name) const;

  /// False if they are damaged.
  bool read(const MarkedPiece& piece, std::vector<RecordMark>& marks) const;

 private:
  friend class MarksWriter;
  UniqueFd fd_;
  MarkedTable table_;
};

/// Writes a marks file; it appears with commit().
class MarksWriter {
 public:
  /// The folder need not exist. `exports`: how many there will be.
  MarksWriter(std::filesystem::path path, std::size_t exports);
  ~MarksWriter();
  MarksWriter(const MarksWriter&) = delete;
  MarksWriter& operator=(const MarksWriter&) = delete;

  /// From any thread.
  void add(const MarkedBlock& block);

  /// The marks of an export that hasn't changed, from another file of marks. False if they are damaged there.
  bool copy(std::size_t index, const MarksFile& from, const MarkedExport& marked);
  /// The same of its first pieces, so many.
  bool copy(std::size_t index, const MarksFile& from, const MarkedExport& marked, std::size_t pieces);

  /// Whether a record was too long to be read whole, so that its mark says nothing.
  bool oversized() const { return oversized_; }

  /// What was added, to be read now. `table`: with its exports but for their pieces.
  MarksFile as_file(MarkedTable table);

  /// Makes it the file.
  void commit(MarkedTable table);

 private:
  void fill_in_pieces(MarkedTable& table);

  std::filesystem::path path_;
  std::filesystem::path temporary_;
  UniqueFd fd_;
  std::mutex mutex_;
  std::uint64_t position_ = 0;
  bool oversized_ = false;
  std::vector<std::vector<MarkedPiece>> pieces_;  // by export
};

/// Removes the marks of loads that aren't those of the warehouse any more. `kept`: by table, the fingerprint.
void remove_old_marks(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& kept);

/// What a killed run was writing there. For whoever has the project's lock: nobody else writes marks.
void remove_unfinished_marks(const std::filesystem::path& folder);

}  // namespace rox
