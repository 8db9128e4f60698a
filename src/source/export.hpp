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

/// One export, as it was when it was found. A scan that meets another size or time later fails:
/// the file changed while it was read.
struct ExportFile {
  std::filesystem::path path;  // absolute
  std::string name;            // file name only: what rejects, reports and the ledger show
  std::uint64_t bytes = 0;
  std::int64_t modified_ns = 0;
  std::uint64_t inode = 0;
};

/// The exports of one table, sorted by name.
struct TableExports {
  const Table* table = nullptr;  // owned by the Model
  std::vector<ExportFile> files;
};

/// All files of `dir` with an export's ending (.csv, .txt, .tsv; any case), sorted by name, without
/// those that match a glob of `ignore`. Throws usage_error if the folder isn't there or has none.
std::vector<ExportFile> list_exports(const std::filesystem::path& dir, const std::vector<std::string>& ignore);

/// Matches files to the model's tables, in the model's order. Throws data_error, naming all of them,
/// for tables without a file, files without a table, a file that two tables claim. With `unknown`, files without a
/// table go there and are no error.
std::vector<TableExports> match_exports(const Model& model, const std::vector<ExportFile>& files,
                                        const std::filesystem::path& dir, std::vector<ExportFile>* unknown = nullptr);

/// The table that `file` is an export of: the one whose `file` describes its name best (the first, if several do).
std::optional<std::size_t> owner_of(const Model& model, const std::string& file);

}  // namespace rox
