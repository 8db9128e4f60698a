#include "base/encode.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

TEST(PercentEncode, KeepsOnlyWhatIsUnreserved) {
  EXPECT_EQ(percent_encode("a b/ç+~"), "a%20b%2F%C3%A7%2B~");
  EXPECT_EQ(percent_encode_path("a b/c"), "a%20b/c");
  EXPECT_EQ(percent_encode("a=b&c", "=&"), "a=b&c");
}

TEST(PercentDecode, UndoesIt) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(percent_decode(percent_encode(all), false), all);
  EXPECT_EQ(percent_decode("%c3%A7+x", true), "ç x");
  EXPECT_EQ(percent_decode("%c3%A7+x", false), "ç+x");
}

TEST(PercentDecode, KeepsWhatIsNotWellFormed) {
  for (const char* text : {"%", "%2", "%zz", "100%", "%%4"}) EXPECT_EQ(percent_decode(text, true), text);
  EXPECT_EQ(percent_decode("%%41", true), "%A");
}

TEST(Hex, IsLowerCase) {
  EXPECT_EQ(to_hex(std::string_view("\0\x9A\xFF", 3)), "009aff");
  EXPECT_EQ(to_hex(""), "");
}

TEST(Base64, IsPadded) {  // RFC 4648
  EXPECT_EQ(to_base64(""), "");
  EXPECT_EQ(to_base64("f"), "Zg==");
  EXPECT_EQ(to_base64("fo"), "Zm8=");
  EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
}

}  // namespace
}  // namespace rox
