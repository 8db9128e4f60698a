// Writes the sample company's exports into a folder: the generator behind `rox sample`.
//
// The same scale and seed give the same bytes on every machine and with any number of threads. Memory does
// not grow with the scale. The folder ends with all of the files or, if something fails, as it was.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sample/census.hpp"
#include "sample/folder.hpp"

namespace rox {

struct SampleProgress {
  std::string_view file;
  std::uint64_t rows = 0;  // of all files, written so far
  std::uint64_t rows_total = 0;
  std::uint64_t bytes = 0;
};

struct SampleOptions {
  std::filesystem::path dir;  // made if it isn't there
  Scale scale{Scale::kUnit};
  std::uint64_t seed = 1;
  /// Plant known defects, and say in defects.json where they are.
  bool defects = false;
  /// Replace files of the same names that this generator did not write.
  bool force = false;
  /// 0, or more than there are cores: as many as there are.
  unsigned threads = 0;
  /// Called by one thread at a time, after each few megabytes.
  std::function<void(const SampleProgress&)> progress;
};

/// The exports that write_sample would write, with their rows; changes nothing. Throws as it does for files of
/// others.
std::vector<SampleFile> plan_sample(const SampleOptions& options);

/// Returns what was written, in the order of names. Beside the exports, the folder gets sample.json, by which
/// a later call knows its own files. Throws usage_error if files of others are in the way, outside_error if
/// the disk doesn't take them.
std::vector<SampleFile> write_sample(const SampleOptions& options);

}  // namespace rox
