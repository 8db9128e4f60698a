#include "base/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/fs.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <memory>
#include <system_error>
#include <thread>
#include <vector>

#include "base/error.hpp"

namespace rox {
namespace {

constexpr std::size_t kCopyBytes = std::size_t{1} << 20;
constexpr std::size_t kPieceBytes = std::size_t{1} << 16;

Error failed(std::string_view action, const std::filesystem::path& path, int errnum) {
  return system_error(fmt::format("can't {} {}", action, path.string()), errnum);
}

/// read(2) that goes on after a signal.
std::size_t read_some(int fd, char* buffer, std::size_t size, const std::filesystem::path& path) {
  for (;;) {
    ssize_t got = ::read(fd, buffer, size);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) throw failed("read", path, errno);
  }
}

bool copy_in_kernel(int from, int to, std::uint64_t bytes) {
  std::uint64_t done = 0;
  while (done < bytes) {
    ssize_t copied = ::copy_file_range(from, nullptr, to, nullptr, bytes - done, 0);
    if (copied < 0 && errno == EINTR) continue;
    if (copied <= 0) return false;
    done += static_cast<std::uint64_t>(copied);
  }
  return true;
}

void copy_by_hand(int from, int to, const std::filesystem::path& source, const std::filesystem::path& target) {
  if (::lseek(from, 0, SEEK_SET) < 0 || ::lseek(to, 0, SEEK_SET) < 0) throw failed("copy", source, errno);
  auto buffer = std::make_unique<char[]>(kCopyBytes);
  while (std::size_t got = read_some(from, buffer.get(), kCopyBytes, source)) {
    write_all(to, {buffer.get(), got}, target);
  }
}

constexpr std::string_view kTemporary = ".tmp";
constexpr std::string_view kProcess = ".rox-";

/// What a file is called while it is written, by one of the threads of this process.
std::string temporary_name(const std::filesystem::path& file) {
  static std::atomic<unsigned> number = 0;
  return fmt::format(".{}{}{}-{}{}", file.filename().string(), kProcess, ::getpid(), ++number, kTemporary);
}

/// Whether it is such a name, of that file (empty: of any).
bool is_temporary_name(std::string_view name, std::string_view file) {
  if (!name.starts_with('.') || !name.ends_with(kTemporary)) return false;
  name = name.substr(1, name.size() - 1 - kTemporary.size());
  const std::size_t end = name.rfind(kProcess);
  if (end == std::string_view::npos || (!file.empty() && name.substr(0, end) != file)) return false;
  const std::string_view process = name.substr(end + kProcess.size());
  return !process.empty() && process.find_first_not_of("0123456789-") == std::string_view::npos;
}

bool try_lock(const UniqueFd& fd) { return ::flock(fd.get(), LOCK_EX | LOCK_NB) == 0; }

void remove_unfinished_of(const std::filesystem::path& folder, std::string_view file) {
  std::vector<std::filesystem::path> unfinished;
  std::error_code ignored;  // no folder, nothing in it
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    const bool ours = is_temporary_name(entry.path().filename().string(), file);
    if (ours && is_abandoned(entry.path())) unfinished.push_back(entry.path());
  }
  for (const std::filesystem::path& left : unfinished) remove_file(left);
}

std::filesystem::path folder_of(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.parent_path();
  return folder.empty() ? "." : folder;
}

/// Where the file is written before it takes its place, with nothing there of processes that are gone.
std::filesystem::path temporary_place(const std::filesystem::path& file) {
  remove_unfinished_of(folder_of(file), file.filename().string());
  return file.parent_path() / temporary_name(file);
}

/// Somebody may have taken it for abandoned before it was locked: then it is made again.
UniqueFd create_locked(const std::filesystem::path& file) {
  UniqueFd fd;
  do {
    fd = open_file(file, O_WRONLY | O_CREAT | O_TRUNC);
  } while (!lock_or_lose(fd));
  return fd;
}

}  // namespace

void UniqueFd::reset(int fd) noexcept {
  if (fd_ >= 0) ::close(fd_);
  fd_ = fd;
}

UniqueFd open_file(const std::filesystem::path& path, int flags, unsigned mode) {
  UniqueFd fd{::open(path.c_str(), flags | O_CLOEXEC, mode)};
  if (!fd) throw failed((flags & O_CREAT) != 0 ? "create" : "open", path, errno);
  return fd;
}

/// Opening a pipe would wait for whoever writes to it, perhaps for ever.
UniqueFd open_plain_file(const std::filesystem::path& path, int flags, unsigned mode) {
  const auto refuse = [&](std::string_view what) {
    return usage_error(fmt::format("this is {}, not a file", what)).at(path.string()).hint("put a plain file there");
  };
  UniqueFd fd{::open(path.c_str(), flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, mode)};
  if (!fd && errno == ENXIO) throw refuse("a pipe, a socket or a device");
  if (!fd) throw failed((flags & O_CREAT) != 0 ? "create" : "open", path, errno);
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) throw failed("look at", path, errno);
  if (S_ISDIR(info.st_mode)) throw refuse("a folder");
  if (!S_ISREG(info.st_mode)) throw refuse("a pipe, a socket or a device");
  return fd;
}

namespace {

std::string read_all(const UniqueFd& fd, const std::filesystem::path& path, std::uint64_t most) {
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) throw failed("read", path, errno);
  const auto require_room = [&](std::uint64_t bytes) {
    if (bytes <= most) return;
    throw usage_error(fmt::format("this file is too large: it has more than {} MiB", most >> 20U))
        .at(path.string())
        .hint("is it the right one?");
  };
  require_room(static_cast<std::uint64_t>(info.st_size));
  std::string text;
  std::size_t used = 0;
  text.resize(static_cast<std::size_t>(info.st_size) + 1);  // one more, so that the end is seen at once
  while (std::size_t got = read_some(fd.get(), text.data() + used, text.size() - used, path)) {
    used += got;
    require_room(used);
    if (used == text.size()) text.resize(text.size() + kCopyBytes);
  }
  text.resize(used);
  return text;
}

}  // namespace

std::string read_file(const std::filesystem::path& path, std::uint64_t most) {
  return read_all(open_plain_file(path, O_RDONLY), path, most);
}

std::string read_any_file(const std::filesystem::path& path, std::uint64_t most) {
  return read_all(open_file(path, O_RDONLY), path, most);
}

NextPiece file_pieces(const std::filesystem::path& path) {
  const auto fd = std::make_shared<UniqueFd>(open_plain_file(path, O_RDONLY));
  return [fd, path](std::string& piece) {
    piece.resize(kPieceBytes);
    piece.resize(read_some(fd->get(), piece.data(), piece.size(), path));
    return !piece.empty();
  };
}

void write_all(int fd, std::string_view text, const std::filesystem::path& path) {
  while (!text.empty()) {
    ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw failed("write", path, errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

AtomicFile::AtomicFile(std::filesystem::path path)
    : path_(std::move(path)), temporary_(temporary_place(path_)), fd_(create_locked(temporary_)) {}

AtomicFile::~AtomicFile() {
  if (fd_) ::unlink(temporary_.c_str());
}

void AtomicFile::write(std::string_view text) { write_all(fd_.get(), text, temporary_); }

void AtomicFile::commit() {
  if (::fsync(fd_.get()) != 0) throw failed("write", temporary_, errno);
  rename_file(temporary_, path_);
  fd_.reset();
}

void remove_unfinished(const std::filesystem::path& folder) { remove_unfinished_of(folder, {}); }

void write_file(const std::filesystem::path& path, std::string_view text) {
  AtomicFile file(path);
  file.write(text);
  file.commit();
}

void sync_path(const std::filesystem::path& path) {
  UniqueFd fd = open_file(path, O_RDONLY);
  if (::fsync(fd.get()) != 0) throw failed("flush", path, errno);
}

void rename_file(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) throw failed("replace", to, errno);
  sync_path(folder_of(to));
}

void remove_file(const std::filesystem::path& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) throw failed("remove", path, errno);
}

std::vector<std::filesystem::path> entries_of(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> entries;
  std::error_code error;
  std::filesystem::directory_iterator entry(folder, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    entries.push_back(entry->path());
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    throw system_error(fmt::format("can't read the folder {}", folder.string()), error.value());
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

void make_directories(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) throw failed("create folder", path, error.value());
}

std::optional<FileIdentity> file_identity(const std::filesystem::path& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
    throw failed("look at", path, errno);
  }
  return FileIdentity{info.st_dev, info.st_ino, static_cast<std::uint64_t>(info.st_size),
                      info.st_mtim.tv_sec * std::int64_t{1'000'000'000} + info.st_mtim.tv_nsec};
}

bool clone_file(const std::filesystem::path& from, const std::filesystem::path& to) {
  UniqueFd source = open_plain_file(from, O_RDONLY);
  struct stat info {};
  if (::fstat(source.get(), &info) != 0) throw failed("read", from, errno);
  UniqueFd target = open_file(to, O_WRONLY | O_CREAT | O_EXCL, info.st_mode & 0777);
  try {
    if (::ioctl(target.get(), FICLONE, source.get()) == 0) return true;
    if (!copy_in_kernel(source.get(), target.get(), static_cast<std::uint64_t>(info.st_size))) {
      copy_by_hand(source.get(), target.get(), from, to);
    }
    return false;
  } catch (...) {
    ::unlink(to.c_str());
    throw;
  }
}

bool lock_or_lose(const UniqueFd& fd) {
  if (!try_lock(fd) && errno == EWOULDBLOCK) return false;
  struct stat info {};
  return ::fstat(fd.get(), &info) != 0 || info.st_nlink > 0;
}

bool is_abandoned(const std::filesystem::path& path) {
  const UniqueFd fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
  return fd && try_lock(fd);
}

FileLock::FileLock(const std::filesystem::path& path, std::string_view holder, std::chrono::milliseconds wait)
    : fd_(open_file(path, O_RDWR | O_CREAT)) {
  auto deadline = std::chrono::steady_clock::now() + wait;
  while (::flock(fd_.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) throw failed("lock", path, errno);
    if (std::chrono::steady_clock::now() >= deadline) {
      throw outside_error(fmt::format("another rox is at work here: {}", read_file(path)))
          .hint("wait for it to end (rox status shows it), then run again")
          .retryable();
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  if (::ftruncate(fd_.get(), 0) != 0) throw failed("write", path, errno);
  write_all(fd_.get(), holder, path);
}

bool FileLock::is_held(const std::filesystem::path& path) {
  UniqueFd fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!fd) return false;
  return ::flock(fd.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

}  // namespace rox
