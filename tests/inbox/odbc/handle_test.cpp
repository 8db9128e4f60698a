#include "inbox/odbc/handle.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace rox {
namespace {

std::string there_and_back(std::string_view text) {
  const std::vector<SQLWCHAR> wide = wide_text(text);
  std::string out;
  append_wide({reinterpret_cast<const char*>(wide.data()), wide.size() * sizeof(SQLWCHAR)}, out);
  return out;
}

TEST(OdbcText, GoesThereAndComesBack) {
  for (const char* text : {"", "abc", "é", "\u20ac", "\U0001F600", "a\U0001F600é\U0010FFFF"}) {
    EXPECT_EQ(there_and_back(text), text);
  }
  EXPECT_EQ(wide_text("\U0001F600").size(), 2U);
}

TEST(OdbcText, ThatIsNoneIsRefusedAndNotShown) {
  try {
    wide_text("hunter2\xff");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.report().find("hunter2"), std::string::npos);
  }
}

TEST(OdbcText, WithHalfACharacterIsNoValidText) {
  std::string out;
  append_wide(std::string_view("a\0\x3d\xd8", 4), out);
  EXPECT_TRUE(out.starts_with("a"));
  EXPECT_GT(out.size(), 1U);
  EXPECT_FALSE(valid_utf8(out));
}

}  // namespace
}  // namespace rox
