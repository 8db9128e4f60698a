// XXH3 with 128 bits: tells whether content changed. Not for secrets.
#pragma once

#include <xxhash.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rox {

/// A hash of everything that update() was given, in order. hex() may be asked at any time.
class Hasher {
 public:
  Hasher();
  void update(std::string_view bytes);
  /// 32 hexadecimal digits.
  std::string hex() const;
  /// Half of them.
  std::uint64_t half() const;

 private:
  struct Free {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
  };
  std::unique_ptr<XXH3_state_t, Free> state_;
};

std::string hash_text(std::string_view text);

/// The hash of a file's content.
std::string hash_file(const std::filesystem::path& path);

/// How far the beginnings of a file go that are hashed on the way.
inline constexpr std::uint64_t kHashedStep = std::uint64_t{1} << 20U;

struct FileHash {
  std::string hash;                       // as hash_file() gives it
  std::vector<std::uint64_t> beginnings;  // the hashes, of 64 bits, of its first one, two, … kHashedStep bytes
};
FileHash hash_file_and_beginnings(const std::filesystem::path& path);

}  // namespace rox
