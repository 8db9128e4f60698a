// Text in any encoding that iconv knows.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "model/dialect.hpp"
#include "source/streams.hpp"

namespace rox {

class CharsetDecoder {
 public:
  /// Throws usage_error for a name that iconv doesn't know.
  explicit CharsetDecoder(const std::string& charset);

  /// Appends `bytes` to `out` as UTF-8 and returns how many were used: all but half a character at the end. What is no
  /// text in the encoding becomes a byte that isn't in UTF-8 either: whoever looks for bad text finds it.
  std::size_t append(std::string_view bytes, std::string& out);

  /// At the end of a text: adds what may have waited for an accent behind it, as in windows-1258, and begins anew.
  void finish(std::string& out);

  /// What wasn't text until now, in bytes.
  std::size_t bad_bytes() const { return bad_bytes_; }

  static constexpr char kNoText = '\xFF';

 private:
  struct Close {
    void operator()(void* converter) const;
  };
  std::unique_ptr<void, Close> converter_;  // an iconv_t
  std::size_t bad_bytes_ = 0;
};

/// Text in the dialect's encoding as UTF-8, without its mark. What isn't text in it becomes a byte that isn't in UTF-8
/// either: the scanner refuses it.
std::unique_ptr<ByteStream> as_utf8(std::unique_ptr<ByteStream> bytes, const Dialect& dialect);

}  // namespace rox
