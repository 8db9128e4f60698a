#include "source/charset.hpp"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "base/error.hpp"
#include "source/encoding.hpp"

namespace rox {
namespace {

constexpr std::size_t kRead = std::size_t{1} << 18;

/// Text as UTF-8. What isn't text in the encoding becomes a byte that isn't in UTF-8 either: the scanner refuses it.
class Decoded final : public ByteStream {
 public:
  Decoded(std::unique_ptr<ByteStream> bytes, const Dialect& dialect) : bytes_(std::move(bytes)), dialect_(dialect) {
    if (dialect.encoding == Encoding::other) decoder_.emplace(dialect.charset);
  }

  std::size_t read(char* out, std::size_t size) override {
    while (at_ == text_.size() && !ended_) fill();
    const std::size_t got = std::min(size, text_.size() - at_);
    std::memcpy(out, text_.data() + at_, got);
    at_ += got;
    return got;
  }

  std::uint64_t position() const override { return bytes_->position(); }

 private:
  void fill() {
    text_.clear();
    at_ = 0;
    const std::size_t left = raw_.size();
    raw_.resize(left + kRead);
    const std::size_t got = bytes_->read(raw_.data() + left, kRead);
    raw_.resize(left + got);
    ended_ = got == 0;
    const std::size_t used = decoder_ ? decoder_->append(raw_, text_) : append_as_utf8(raw_, dialect_.encoding, text_);
    raw_.erase(0, used);
    if (ended_ && decoder_) decoder_->finish(text_);
    if (ended_ && !raw_.empty()) text_ += CharsetDecoder::kNoText;
    if (begins_) {
      text_.erase(0, bom_size(text_, Encoding::utf8));
      begins_ = text_.empty();
    }
  }

  std::unique_ptr<ByteStream> bytes_;
  const Dialect dialect_;
  std::optional<CharsetDecoder> decoder_;  // of Encoding::other
  std::string raw_;
  std::string text_;
  std::size_t at_ = 0;
  bool begins_ = true;
  bool ended_ = false;
};

}  // namespace

void CharsetDecoder::Close::operator()(void* converter) const { ::iconv_close(converter); }

CharsetDecoder::CharsetDecoder(const std::string& charset) {
  const iconv_t converter = ::iconv_open("UTF-8", charset.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) {  // NOLINT(performance-no-int-to-ptr)
    throw usage_error(fmt::format("unknown encoding '{}'", charset)).hint("`iconv -l` lists all there are");
  }
  converter_.reset(converter);
}

std::size_t CharsetDecoder::append(std::string_view bytes, std::string& out) {
  char* in = const_cast<char*>(bytes.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast): iconv only reads it
  std::size_t in_left = bytes.size();
  while (in_left > 0) {
    const std::size_t before = out.size();
    out.resize(before + in_left * 3 + 16);
    char* to = out.data() + before;
    std::size_t out_left = out.size() - before;
    const std::size_t done = ::iconv(converter_.get(), &in, &in_left, &to, &out_left);
    const int error = errno;
    out.resize(out.size() - out_left);
    if (done != static_cast<std::size_t>(-1)) break;
    if (error == EINVAL) break;  // half a character: the rest comes
    if (error != EILSEQ) continue;
    out += kNoText;
    ++bad_bytes_;
    ++in;
    --in_left;
  }
  return bytes.size() - in_left;
}

void CharsetDecoder::finish(std::string& out) {
  const std::size_t before = out.size();
  constexpr std::size_t kMost = 16;
  out.resize(before + kMost);
  char* to = out.data() + before;
  std::size_t out_left = kMost;
  ::iconv(converter_.get(), nullptr, nullptr, &to, &out_left);
  out.resize(out.size() - out_left);
}

std::unique_ptr<ByteStream> as_utf8(std::unique_ptr<ByteStream> bytes, const Dialect& dialect) {
  return std::make_unique<Decoded>(std::move(bytes), dialect);
}

}  // namespace rox
