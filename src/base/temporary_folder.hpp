// A folder of our own for a while, that nobody else can look into.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/file.hpp"

namespace rox {

class TemporaryFolder {
 public:
  enum class Use { files, sockets };

  /// Makes /tmp/rox-tmp-<purpose>-XXXXXX, or one in TMPDIR, unless that is too long a path for sockets to lie there.
  /// Those of the same purpose that killed processes of ours left are removed.
  explicit TemporaryFolder(std::string_view purpose, Use use = Use::files);
  /// The same in `parent`, which is made if it isn't there.
  TemporaryFolder(std::string_view purpose, const std::filesystem::path& parent);
  /// Removes it with all that is in it.
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  UniqueFd lock_;
};

/// Removes the temporary folders in `parent` (of any purpose, if none is said) that killed processes of ours left.
void remove_abandoned_folders(const std::filesystem::path& parent, std::string_view purpose = {});

}  // namespace rox
