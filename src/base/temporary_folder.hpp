// A folder of our own for a while, that nobody else can look into.
#pragma once

#include <filesystem>
#include <string_view>

namespace rox {

class TemporaryFolder {
 public:
  /// Makes /tmp/rox-<purpose>-XXXXXX, or one in TMPDIR unless its name is so long that no socket could lie there.
  explicit TemporaryFolder(std::string_view purpose);
  /// Removes it with all that is in it.
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace rox
