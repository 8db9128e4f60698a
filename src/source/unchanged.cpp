#include "source/unchanged.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include <cerrno>
#include <cstdint>

namespace rox {
namespace {

void require_unchanged(const ExportFile& file, const struct stat& now) {
  auto size = static_cast<std::uint64_t>(now.st_size);
  const std::uint64_t before = file.disk_bytes();
  if (size < before) throw changed_error(file, fmt::format("shrank from {} to {} bytes", before, size));
  if (size > before) throw changed_error(file, fmt::format("grew from {} to {} bytes", before, size));
  std::int64_t modified = std::int64_t{now.st_mtim.tv_sec} * 1'000'000'000 + now.st_mtim.tv_nsec;
  if (modified != file.modified_ns || now.st_ino != file.inode) throw changed_error(file, "was replaced or written to");
}

}  // namespace

Error changed_error(const ExportFile& file, std::string_view what) {
  return data_error(fmt::format("the file {} while it was read", what))
      .at(file.path.string())
      .hint("nothing was loaded; wait until the export is complete, then run again");
}

UniqueFd open_unchanged(const ExportFile& file) {
  UniqueFd fd(::open(file.path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) {
    if (errno == ENOENT) throw changed_error(file, "vanished");
    int error = errno;
    throw system_error(fmt::format("can't open the export '{}'", file.path.string()), error);
  }
  struct stat now {};
  if (::fstat(fd.get(), &now) != 0) throw system_error(fmt::format("can't stat '{}'", file.path.string()), errno);
  require_unchanged(file, now);
  return fd;
}

void read_unchanged(const UniqueFd& fd, const ExportFile& file, std::uint64_t offset, char* out, std::size_t bytes) {
  while (bytes > 0) {
    const ssize_t n = ::pread(fd.get(), out, bytes, static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw system_error(fmt::format("can't read the export '{}'", file.path.string()), errno);
    if (n == 0) throw changed_error(file, fmt::format("shrank to {} bytes", offset));
    out += n;
    offset += static_cast<std::uint64_t>(n);
    bytes -= static_cast<std::size_t>(n);
  }
}

void check_unchanged(const ExportFile& file) {
  struct stat now {};
  if (::stat(file.path.c_str(), &now) != 0) {
    if (errno == ENOENT) throw changed_error(file, "vanished");
    throw system_error(fmt::format("can't stat '{}'", file.path.string()), errno);
  }
  require_unchanged(file, now);
}

}  // namespace rox
