// The local warehouse is one DuckDB file that is replaced whole: a run works on a private copy beside it and
// renames it into place. Whoever has the old file open keeps it; a run that dies leaves a file that nobody
// reads and that the next run removes.
#pragma once

#include <filesystem>
#include <string>

#include "base/file.hpp"

namespace rox {

class PrivateCopy {
 public:
  /// Beside `warehouse`: a clone of it, or with `fresh` nothing yet (DuckDB creates it).
  PrivateCopy(std::filesystem::path warehouse, const std::string& run, bool fresh);
  /// Removes the copy unless it was published.
  ~PrivateCopy();
  PrivateCopy(const PrivateCopy&) = delete;
  PrivateCopy& operator=(const PrivateCopy&) = delete;

  const std::filesystem::path& path() const { return copy_; }

  /// Makes the copy the warehouse. It must be checkpointed and closed. Survives a crash once it returns.
  FileIdentity publish();

 private:
  std::filesystem::path warehouse_;
  std::filesystem::path copy_;
  bool published_ = false;
};

/// Removes the private copies that killed runs left beside `warehouse`. Only while the lock is held.
void remove_leftovers(const std::filesystem::path& warehouse);

}  // namespace rox
