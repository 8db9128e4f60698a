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

std::string hash_text(std::string_view text) { return to_hex(XXH3_128bits(text.data(), text.size())); }

std::string hash_file(const std::filesystem::path& path) {
  constexpr std::size_t kBuffer = std::size_t{1} << 18;
  UniqueFd fd = open_plain_file(path, O_RDONLY);
  auto buffer = std::make_unique<char[]>(kBuffer);
  Hasher hasher;
  for (;;) {
    ssize_t got = ::read(fd.get(), buffer.get(), kBuffer);
    if (got == 0) return hasher.hex();
    if (got > 0) {
      hasher.update({buffer.get(), static_cast<std::size_t>(got)});
    } else if (errno != EINTR) {
      throw system_error("can't read " + path.string(), errno);
    }
  }
}

}  // namespace rox
