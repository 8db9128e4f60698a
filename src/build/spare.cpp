#include "build/spare.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/error.hpp"
#include "base/file.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSampledChunks = 32;

/// Whether no other file descriptor is open on that file, in any process: the kernel gives a lease only then, and makes
/// whoever opens it wait until `fd` is closed.
bool lease(const UniqueFd& fd) { return ::fcntl(fd.get(), F_SETLEASE, F_WRLCK) == 0; }

void copy_bytes(const UniqueFd& from, const UniqueFd& to, std::uint64_t offset, std::uint64_t bytes,
                const fs::path& path) {
  auto in = static_cast<off_t>(offset);
  auto out = in;
  while (bytes > 0) {
    const ssize_t copied = ::copy_file_range(from.get(), &in, to.get(), &out, bytes, 0);
    if (copied < 0 && errno == EINTR) continue;
    if (copied <= 0) throw system_error(fmt::format("can't copy to '{}'", path.string()), copied < 0 ? errno : EIO);
    bytes -= static_cast<std::uint64_t>(copied);
  }
}

}  // namespace

fs::path spare_of(const fs::path& warehouse) {
  return warehouse.parent_path() / fmt::format(".{}.spare", warehouse.filename().string());
}

bool keep_spare(const fs::path& warehouse) {
  const fs::path spare = spare_of(warehouse);
  remove_file(spare);
  // A second name; the first one goes when the next warehouse takes it. Not every file system has them.
  return ::link(warehouse.c_str(), spare.c_str()) == 0;
}

void remove_spare(const fs::path& warehouse) { remove_file(spare_of(warehouse)); }

bool copy_by_spare(const fs::path& warehouse, const ChunkSums& sums, const ChunkSums& spare_sums, const fs::path& copy,
                   unsigned threads, std::uint64_t seed) {
  const fs::path spare = spare_of(warehouse);
  if (file_identity(spare) != spare_sums.file || file_identity(warehouse) != sums.file) return false;
  const UniqueFd to(::open(spare.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  if (!to || !lease(to)) return false;
  if (find_damage_in(to, spare_sums, threads, kSampledChunks, seed)) return false;
  try {
    const UniqueFd from = open_plain_file(warehouse, O_RDONLY);
    if (::ftruncate(to.get(), static_cast<off_t>(sums.file.bytes)) != 0) {
      throw system_error(fmt::format("can't write '{}'", spare.string()), errno);
    }
    const std::uint64_t shared = std::min(sums.file.bytes, spare_sums.file.bytes) / ChunkSums::kChunk;
    for (std::uint64_t chunk = 0; chunk < sums.sums.size(); ++chunk) {
      if (chunk < shared && sums.sums[chunk] == spare_sums.sums[chunk]) continue;
      const std::uint64_t offset = chunk * ChunkSums::kChunk;
      copy_bytes(from, to, offset, std::min(ChunkSums::kChunk, sums.file.bytes - offset), spare);
    }
    if (::rename(spare.c_str(), copy.c_str()) != 0)
      throw system_error(fmt::format("can't make '{}'", copy.string()), errno);
    return true;
  } catch (const Error&) {  // it is of no use any more; a plain copy tells what is wrong
    remove_file(spare);
    return false;
  }
}

}  // namespace rox
