#include "base/hash.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <new>

#include "base/error.hpp"
#include "base/file.hpp"

namespace rox {
namespace {

std::string to_hex(XXH128_hash_t hash) { return fmt::format("{:016x}{:016x}", hash.high64, hash.low64); }

}  // namespace

Hasher::Hasher() : state_(XXH3_createState()) {
  if (!state_) throw std::bad_alloc();
  XXH3_128bits_reset(state_.get());
}

void Hasher::update(std::string_view bytes) { XXH3_128bits_update(state_.get(), bytes.data(), bytes.size()); }

std::string Hasher::hex() const { return to_hex(XXH3_128bits_digest(state_.get())); }

std::uint64_t Hasher::half() const { return XXH3_128bits_digest(state_.get()).low64; }

std::string hash_text(std::string_view text) { return to_hex(XXH3_128bits(text.data(), text.size())); }

std::string hash_file(const std::filesystem::path& path) { return hash_file_and_beginnings(path).hash; }

FileHash hash_file_and_beginnings(const std::filesystem::path& path) {
  constexpr std::size_t kBuffer = std::size_t{1} << 18;
  static_assert(kHashedStep % kBuffer == 0);
  UniqueFd fd = open_plain_file(path, O_RDONLY);
  auto buffer = std::make_unique<char[]>(kBuffer);
  Hasher hasher;
  FileHash found;
  std::uint64_t done = 0;
  for (;;) {
    const auto wanted = static_cast<std::size_t>(kBuffer - done % kBuffer);
    const ssize_t got = ::read(fd.get(), buffer.get(), wanted);
    if (got == 0) break;
    if (got < 0 && errno != EINTR) throw system_error("can't read " + path.string(), errno);
    if (got < 0) continue;
    hasher.update({buffer.get(), static_cast<std::size_t>(got)});
    done += static_cast<std::uint64_t>(got);
    if (done % kHashedStep == 0) found.beginnings.push_back(hasher.half());
  }
  found.hash = hasher.hex();
  return found;
}

}  // namespace rox
