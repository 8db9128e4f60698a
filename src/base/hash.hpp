// XXH3 with 128 bits: tells whether content changed. Not for secrets.
#pragma once

#include <xxhash.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace rox {

/// A hash of everything that update() was given, in order. hex() may be asked at any time.
class Hasher {
 public:
  Hasher();
  void update(std::string_view bytes);
  /// 32 hexadecimal digits.
  std::string hex() const;

 private:
  struct Free {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
  };
  std::unique_ptr<XXH3_state_t, Free> state_;
};

std::string hash_text(std::string_view text);

/// The hash of a file's content.
std::string hash_file(const std::filesystem::path& path);

}  // namespace rox
