#include "base/rewrite_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/error.hpp"
#include "base/file.hpp"

namespace rox {
namespace {

/// Where a link leads to; the path itself if nothing is there.
std::filesystem::path real_place(const std::filesystem::path& path) {
  std::error_code none;
  std::filesystem::path real = std::filesystem::canonical(path, none);
  return none ? path : real;
}

void write_in_place(const std::filesystem::path& path, std::string_view text) {
  const UniqueFd fd = open_plain_file(path, O_WRONLY);
  write_all(fd.get(), text, path);
  if (::ftruncate(fd.get(), static_cast<off_t>(text.size())) != 0 || ::fsync(fd.get()) != 0) {
    throw system_error("can't write " + path.string(), errno);
  }
}

/// Only root may give a file to its owner; what others replace is theirs.
void give_rights(const std::filesystem::path& path, const struct stat& rights) {
  static_cast<void>(::chown(path.c_str(), rights.st_uid, rights.st_gid) == 0);
  static_cast<void>(::chmod(path.c_str(), rights.st_mode & 07777) == 0);
}

}  // namespace

void rewrite_file(const std::filesystem::path& path, std::string_view text) {
  const std::filesystem::path real = real_place(path);
  struct stat before {};
  const bool is_there = ::stat(real.c_str(), &before) == 0;
  try {
    write_file(real, text);
  } catch (const Error&) {
    write_in_place(real, text);
    return;
  }
  if (is_there) give_rights(real, before);
}

void require_rewritable(const std::filesystem::path& path) { open_plain_file(real_place(path), O_WRONLY); }

}  // namespace rox
