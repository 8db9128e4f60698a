#include "inbox/folder_side.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/log.hpp"
#include "base/stop.hpp"
#include "base/terminal.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPiece = std::size_t{1} << 20;

/// Seconds since 1970 with all their digits: files are written many times a second.
std::string version_of(const struct stat& state) {
  return fmt::format("{}.{:09}", state.st_mtim.tv_sec, state.st_mtim.tv_nsec);
}

/// rename(2) that replaces nothing, also where the file system can't promise that by itself (shares).
int rename_to_new(const fs::path& from, const fs::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP) return errno;
  struct stat there {};
  if (::lstat(to.c_str(), &there) == 0) return EEXIST;
  return ::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

class FolderSide final : public FarSide {
 public:
  FolderSide(const RemoteSource& source, const FarOptions& options)
      : source_(source), options_(options), folder_("/" + source.folder) {}

  std::vector<FarFile> list() override {
    const LogTimer timer("folder", "list " + folder_.string());
    require_folder();
    FarListing listing(source_.max_files);
    list_folder("", 0, listing);
    return listing.take();
  }

  void read(const FarFile& file, std::uint64_t from, const Receive& receive) override {
    const UniqueFd fd(::open(path_of(file.name).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY));
    struct stat state {};
    if (!fd || ::fstat(fd.get(), &state) != 0) throw failed("open", file.name, errno);
    if (!S_ISREG(state.st_mode)) throw outside_error(printable(file.name) + " is no plain file any more");
    std::string piece(kPiece, '\0');
    // No more than the size that was listed: whoever lists again notices that a file grew.
    while (from < file.bytes) {
      throw_if_stopped(options_.stop);
      const ssize_t got =
          ::pread(fd.get(), piece.data(), std::min<std::uint64_t>(kPiece, file.bytes - from), static_cast<off_t>(from));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) throw failed("read", file.name, errno);
      if (got == 0) throw outside_error(printable(file.name) + " became shorter while it was read").retryable();
      receive(std::string_view(piece).substr(0, static_cast<std::size_t>(got)));
      from += static_cast<std::uint64_t>(got);
    }
  }

  void move(const std::string& name, const std::string& folder, const std::string& new_name) override {
    const fs::path there = folder_ / folder;
    if (::mkdir(there.c_str(), 0777) != 0 && errno != EEXIST) throw failed("make the folder", folder, errno);
    const int problem = rename_to_new(path_of(name), there / new_name);
    if (problem == EEXIST) {
      throw outside_error(fmt::format("{} is there already", printable(new_name))).at(there.string());
    }
    if (problem != 0) throw failed("move", name, problem);
  }

  void remove(const std::string& name) override {
    if (::unlink(path_of(name).c_str()) != 0) throw failed("delete", name, errno);
  }

 private:
  fs::path path_of(const std::string& name) const { return folder_ / name; }

  Error failed(std::string_view what, const std::string& name, int errnum) const {
    return system_error(fmt::format("can't {} {}", what, printable(name)), errnum).at(folder_.string());
  }

  /// A share that isn't mounted is a folder that isn't there, or one without files: neither is taken for an empty one
  /// (inbox/notice.hpp).
  void require_folder() const {
    if (!fs::is_directory(folder_)) {
      throw outside_error("there is no such folder").at(folder_.string()).hint("is the share mounted?");
    }
    const fs::path named = folder_ / source_.pattern;
    if (!source_.pattern.empty() && fs::is_directory(named)) {
      throw usage_error("the address names a folder as if it were a file")
          .at(source_.url)
          .hint(fmt::format("write it with a '/' at the end: url = \"{}/\"", source_.url));
    }
  }

  void list_folder(const std::string& below, int depth, FarListing& listing) {
    std::vector<std::string> folders;
    for (const fs::path& path : entries_of(folder_ / below)) {
      throw_if_stopped(options_.stop);
      const std::string own = path.filename().string();
      struct stat state {};
      if (::lstat(path.c_str(), &state) != 0) {
        if (errno == ENOENT) continue;  // moved away just now
        throw failed("look at", below + own, errno);
      }
      if (S_ISDIR(state.st_mode)) {
        if (options_.recursive && !own.starts_with('.')) folders.push_back(own);
        continue;
      }
      listing.add({below + own, static_cast<std::uint64_t>(state.st_size), version_of(state), S_ISREG(state.st_mode)});
    }
    for (const std::string& own : folders) {
      if (depth < kDeepest) list_folder(below + own + "/", depth + 1, listing);
    }
  }

  const RemoteSource& source_;
  const FarOptions options_;
  const fs::path folder_;
};

}  // namespace

std::unique_ptr<FarSide> folder_side(const RemoteSource& source, const FarOptions& options) {
  return std::make_unique<FolderSide>(source, options);
}

}  // namespace rox
