// A folder of our own for a while, that nobody else can look into.
#pragma once

#include <filesystem>
#include <string_view>

namespace rox {

class TemporaryFolder {
 public:
  enum class Use { files, sockets };

  /// Makes /tmp/rox-<purpose>-XXXXXX, or one in TMPDIR, unless that is too long a path for sockets to lie there.
  explicit TemporaryFolder(std::string_view purpose, Use use = Use::files);
  /// Removes it with all that is in it.
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace rox
