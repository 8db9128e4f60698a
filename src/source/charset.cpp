#include "source/charset.hpp"

#include <fmt/format.h>
#include <iconv.h>

#include <cerrno>

#include "base/error.hpp"

namespace rox {

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

}  // namespace rox
