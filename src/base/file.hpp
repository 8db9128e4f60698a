// Files and folders: RAII descriptors, atomic writes, clones, locks. Every failure is a rox::Error that
// names the path and the system's reason.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/pieces.hpp"

namespace rox {

/// A file descriptor that is closed once.
class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  ~UniqueFd() { reset(); }
  UniqueFd(UniqueFd&& other) noexcept : fd_(other.release()) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    if (this != &other) reset(other.release());
    return *this;
  }

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  int release() {
    int fd = fd_;
    fd_ = -1;
    return fd;
  }
  void reset(int fd = -1) noexcept;

 private:
  int fd_ = -1;
};

/// open(2) with O_CLOEXEC, as an Error if it fails.
UniqueFd open_file(const std::filesystem::path& path, int flags, unsigned mode = 0666);

/// The same of a plain file. A pipe or a device, which might be waited for or read without end, is a usage_error.
UniqueFd open_plain_file(const std::filesystem::path& path, int flags, unsigned mode = 0666);

/// What people write is never so large; what rox keeps isn't either.
inline constexpr std::uint64_t kMostText = std::uint64_t{64} << 20;
inline constexpr std::uint64_t kMostKept = std::uint64_t{2} << 30;

/// All of a plain file. One that has more than `most` bytes is a usage_error.
std::string read_file(const std::filesystem::path& path, std::uint64_t most = kMostKept);

/// All that comes from a path which the command line or the environment names: a pipe will do.
std::string read_any_file(const std::filesystem::path& path, std::uint64_t most = kMostText);

/// The same in pieces, as they are asked for.
NextPiece file_pieces(const std::filesystem::path& path);

/// A file that is written piece by piece and appears, or replaces the one there was, at once: whoever reads sees
/// the old text or the new one, also after a crash. The folder must exist. Until then it lies beside its place as
/// `.NAME.rox-PID-N.tmp`, locked; what killed processes left there of this file is removed first.
class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path path);
  /// Without commit() nothing has happened.
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::string_view text);
  void commit();

 private:
  std::filesystem::path path_;
  std::filesystem::path temporary_;
  UniqueFd fd_;
};

/// Removes what AtomicFiles of killed processes left in `folder`; no error if there is no such folder. What a process
/// that lives is writing stays, and so does all that isn't named as above.
void remove_unfinished(const std::filesystem::path& folder);

/// An AtomicFile with just this text.
void write_file(const std::filesystem::path& path, std::string_view text);

/// Writes all of `text`, however many calls that takes. `path` is for the error.
void write_all(int fd, std::string_view text, const std::filesystem::path& path);

/// Flushes a file's data, or a folder's entries, to the disk.
void sync_path(const std::filesystem::path& path);

/// rename(2), then the folder is flushed: the new name survives a crash.
void rename_file(const std::filesystem::path& from, const std::filesystem::path& to);

/// Removes a file; no error if there is none.
void remove_file(const std::filesystem::path& path);

/// What lies in a folder, in the order of the names; nothing if there is no such folder. Throws an outside error if it
/// can't be read: that isn't the same as an empty one.
std::vector<std::filesystem::path> entries_of(const std::filesystem::path& folder);

/// Creates the folder and those above it.
void make_directories(const std::filesystem::path& path);

/// What tells one state of a file from another without reading it.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t bytes = 0;
  std::int64_t modified_ns = 0;

  bool operator==(const FileIdentity&) const = default;
};

/// Empty if there is no such file.
std::optional<FileIdentity> file_identity(const std::filesystem::path& path);

/// Makes `to` (which must not exist) a copy of `from`: sharing its blocks where the file system can
/// (reflink), else copied inside the kernel. Whether it shares them.
bool clone_file(const std::filesystem::path& from, const std::filesystem::path& to);

/// Locks a file or folder that we have just made for as long as `fd` is open: what isn't locked any more was left by a
/// process that is gone. (Its number wouldn't say so: another machine or container has its own.) False if somebody took
/// it for abandoned in between: then it is gone, or going. (On a file system without locks nothing is ever taken for
/// abandoned.)
bool lock_or_lose(const UniqueFd& fd);

/// Whether nobody has locked it, so that its maker is gone.
bool is_abandoned(const std::filesystem::path& path);

/// How long a command waits for another one to end that has the lock it needs, if nothing else is said.
inline constexpr std::chrono::milliseconds kLockWait{2000};

/// An exclusive lock between processes. The kernel drops it when its holder ends, however that happens;
/// the file itself stays and says who held it last.
class FileLock {
 public:
  /// Waits up to `wait` for the lock, then throws a retryable Error that names the holder. `holder` is one
  /// line about us for others to read.
  FileLock(const std::filesystem::path& path, std::string_view holder, std::chrono::milliseconds wait);

  /// True if some process has the lock now.
  static bool is_held(const std::filesystem::path& path);

 private:
  UniqueFd fd_;
};

}  // namespace rox
