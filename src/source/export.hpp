// Which files of the source folder belong to which table.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/dialect.hpp"
#include "model/model.hpp"

namespace rox {

/// How an export lies in its file.
enum class Packing {
  none,
  compressed,  // the file is one export
  member,      // one of an archive's
};

/// What it is made of.
enum class ExportFormat {
  text,   // delimited
  json,   // objects
  sheet,  // of a workbook
  parquet,
};

inline constexpr std::uint64_t kMaxUnpacked = std::uint64_t{64} << 30;

/// One export, as it was when it was found. A scan that meets another size or time later fails:
/// the file changed while it was read.
struct ExportFile {
  std::filesystem::path path;  // absolute
  /// What rejects, reports and the ledger show: the path below the folder. A member of an archive has the archive's
  /// before its own: "orders.zip!2024/jan.csv".
  std::string name;
  std::uint64_t bytes = 0;  // of the file; of a member, as it is unpacked
  std::int64_t modified_ns = 0;
  std::uint64_t inode = 0;
  ExportFormat format = ExportFormat::text;
  Packing packing = Packing::none;
  std::string member{};                       // its name in the archive
  std::size_t entry = 0;                      // of a member: its place there
  std::uint64_t archive_bytes = 0;            // of a member: how long the archive is on disk
  std::uint64_t max_unpacked = kMaxUnpacked;  // of the whole file
  bool guessed = false;                       // an export by what is in it, not by its ending

  /// Of the file on disk.
  std::uint64_t disk_bytes() const { return packing == Packing::member ? archive_bytes : bytes; }
  /// "/exports/orders.zip!2024/jan.csv".
  std::string location() const { return packing == Packing::member ? path.string() + "!" + member : path.string(); }
};

/// The exports of one table, sorted by name.
struct TableExports {
  const Table* table = nullptr;  // owned by the Model
  std::vector<ExportFile> files;
};

/// Matches files to the model's tables, in the model's order. Throws data_error, naming all of them,
/// for tables without a file, files without a table, a file that two tables claim. With `unknown`, files without a
/// table go there and are no error. A file that is an export only by a guess needs no table.
std::vector<TableExports> match_exports(const Model& model, const std::vector<ExportFile>& files,
                                        const std::filesystem::path& dir, std::vector<ExportFile>* unknown = nullptr);

/// The table that `file` is an export of: the one whose `file` describes its name best (the first, if several do).
std::optional<std::size_t> owner_of(const Model& model, const std::string& file);

}  // namespace rox
