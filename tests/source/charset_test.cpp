#include "source/charset.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/error.hpp"

namespace rox {
namespace {

/// Some bytes at a time.
class Pieces final : public ByteStream {
 public:
  Pieces(std::string bytes, std::size_t piece) : bytes_(std::move(bytes)), piece_(piece) {}
  std::size_t read(char* out, std::size_t size) override {
    const std::size_t got = std::min({size, piece_, bytes_.size() - at_});
    bytes_.copy(out, got, at_);
    at_ += got;
    return got;
  }
  std::uint64_t position() const override { return at_; }

 private:
  std::string bytes_;
  std::size_t piece_;
  std::size_t at_ = 0;
};

std::string read_all(std::string bytes, const std::string& charset, std::size_t piece = 1) {
  Dialect dialect;
  dialect.encoding = Encoding::other;
  dialect.charset = charset;
  const auto stream = as_utf8(std::make_unique<Pieces>(std::move(bytes), piece), dialect);
  std::string text;
  std::string some(7, '\0');
  for (std::size_t got = 1; got > 0;) {
    got = stream->read(some.data(), some.size());
    text.append(some, 0, got);
  }
  return text;
}

TEST(Charset, TextIsReadInPieces) {
  EXPECT_EQ(read_all("\x83\x65\x83\x58\x83\x67,1\n", "shift_jis"), "テスト,1\n");
  EXPECT_EQ(read_all("\xCC\xE8\xF0\n", "windows-1251", 100), "Мир\n");
}

// There a letter waits for an accent behind it.
TEST(Charset, TheLastLetterIsNotLost) {
  EXPECT_EQ(read_all("ab", "windows-1258"), "ab");
  EXPECT_EQ(read_all("a\xCC", "windows-1258"), "à");
}

TEST(Charset, WhatIsNoTextIsABadByte) {
  EXPECT_EQ(read_all("a\x81\x20z", "shift_jis"), "a\xFF z");
  EXPECT_EQ(read_all("a\x81", "shift_jis"), "a\xFF") << "half a character at the end";
  CharsetDecoder decoder("shift_jis");
  std::string text;
  EXPECT_EQ(decoder.append("a\x81\x20z", text), 4U);
  EXPECT_EQ(decoder.bad_bytes(), 1U);
  EXPECT_EQ(decoder.append("\x83", text), 0U);
}

TEST(Charset, UnknownNamesAreRefused) { EXPECT_THROW(CharsetDecoder("no such charset"), Error); }

}  // namespace
}  // namespace rox
