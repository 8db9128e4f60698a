// The folder that staged files live in:
//
//     staged/manifest.json
//     staged/<Table>/part-0001-<first 16 digits of its hash>.parquet
//
// A file's name tells its content, so a new staging never overwrites a file of the one before. New files are written
// aside, flushed and moved in, then the manifest is replaced, and only then do the old files go: whoever follows the
// manifest sees one staging or the next, and a process that is killed leaves the old one whole.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/hash_cache.hpp"
#include "store/manifest.hpp"

namespace rox {

/// Removes what killed stagings left: what they wrote aside, and parts that `manifest` doesn't name. Files of other
/// names are never touched. Only while nobody else stages there.
void tidy_staging_folder(const std::filesystem::path& folder, const Manifest& manifest);

/// Whether the table's files are there as they were written. Reads those that may have changed since `hashes` saw them.
bool staged_files_are_there(const std::filesystem::path& folder, const StagedTable& table, HashCache& hashes);

/// The new files of one staging, until they are published together.
class StagingBatch {
 public:
  /// Creates the folder where it isn't there.
  StagingBatch(std::filesystem::path folder, const std::string& run);
  /// Unless it was published, nothing has happened.
  ~StagingBatch();
  StagingBatch(const StagingBatch&) = delete;
  StagingBatch& operator=(const StagingBatch&) = delete;

  /// Where to write files before they are added: on the same file system, seen by no reader.
  const std::filesystem::path& aside() const { return aside_; }

  /// Takes a file that was written aside as the part `number` (from 1) of a table; it keeps its ending.
  StagedFile add(const std::string& table, std::size_t number, const std::filesystem::path& written,
                 std::uint64_t rows);

  /// Moves the files in, without a manifest: a folder that files only pass through.
  void move_in();
  /// Moves the files in and makes `manifest` the folder's.
  void publish(const Manifest& manifest);

 private:
  std::filesystem::path folder_;
  std::filesystem::path aside_;
  std::vector<std::pair<std::filesystem::path, std::filesystem::path>> moves_;  // from, to
};

}  // namespace rox
