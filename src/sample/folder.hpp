// The folder that a sample is written to. It ends with all of the new files or, if something fails, as it was,
// and files of others are never replaced unasked.
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file.hpp"

namespace rox {

/// By which a later call knows its own files: it lists them with their sizes.
inline constexpr std::string_view kSampleRecord = "sample.json";

struct SampleFile {
  std::string file;        // with the folders below the sample's own
  std::string table;       // empty for what is no export
  std::uint64_t rows = 0;  // without defects
  std::uint64_t bytes = 0;
};

/// The text of the record: what the files are, and which.
std::string sample_record(nlohmann::ordered_json about, const std::vector<SampleFile>& files);

/// What this generator wrote into a folder before, if nobody changed its size since.
class OwnFiles {
 public:
  explicit OwnFiles(const std::filesystem::path& dir);

  bool owns(const std::string& name) const;
  /// Throws usage_error for the first of these that is there and isn't its own.
  void refuse_strangers(const std::vector<std::string>& names) const;
  /// Removes those that aren't among the files that were written now, and folders that are empty without them.
  void remove_others(const std::vector<SampleFile>& files) const;

 private:
  std::filesystem::path dir_;
  std::vector<std::pair<std::string, std::uint64_t>> sizes_;
};

/// A folder that is being written to: new files have temporary names until commit() gives all of them their own.
/// Without it they are removed.
class SampleFolder {
 public:
  /// Makes the folder if it isn't there. Throws outside_error if somebody else is writing to it.
  explicit SampleFolder(const std::filesystem::path& dir);
  ~SampleFolder();
  SampleFolder(const SampleFolder&) = delete;
  SampleFolder& operator=(const SampleFolder&) = delete;

  /// Opens a new file, to be written and read; `name` is what it will be called, and may have a folder in front. From
  /// any thread.
  UniqueFd create(const std::string& name);
  /// A new file with this text. Returns its size.
  std::uint64_t write(std::string_view name, std::string_view text);
  std::filesystem::path temporary(const std::string& name) const;

  /// New files that have the bytes of the old ones are dropped: those stay untouched, with their times.
  void keep_unchanged();
  void commit();

 private:
  std::filesystem::path dir_;
  UniqueFd lock_;
  std::mutex mutex_;
  std::vector<std::string> written_;
};

}  // namespace rox
