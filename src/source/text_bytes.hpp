// A text as a stream of bytes.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "source/streams.hpp"

namespace rox {

class TextBytes final : public ByteStream {
 public:
  /// `text` must outlive this. `piece`: the most bytes that are given at a time.
  explicit TextBytes(std::string_view text, std::size_t piece = SIZE_MAX) : text_(text), piece_(piece) {}

  std::size_t read(char* out, std::size_t size) override {
    const std::size_t got = std::min({size, piece_, text_.size() - at_});
    std::memcpy(out, text_.data() + at_, got);
    at_ += got;
    return got;
  }
  std::uint64_t position() const override { return at_; }

 private:
  std::string_view text_;
  std::size_t piece_;
  std::size_t at_ = 0;
};

}  // namespace rox
