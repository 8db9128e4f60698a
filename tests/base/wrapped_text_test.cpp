#include "base/wrapped_text.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

TEST(WrappedText, BreaksAtBlanksAndIndentsWhatGoesOn) {
  EXPECT_EQ(wrapped("the export has drifted from the model", 24), "the export has drifted\n  from the model");
  EXPECT_EQ(wrapped("short\nthe export has drifted from it", 24), "short\nthe export has drifted\n  from it");
  EXPECT_EQ(wrapped("error\n  hint: take the table out of the model", 30),
            "error\n  hint: take the table out of\n        the model");
}

TEST(WrappedText, KeepsTogetherWhatIsCopied) {
  EXPECT_EQ(wrapped("then `rox run -C /a/long/path` does it", 24), "then\n  `rox run -C /a/long/path`\n  does it");
  EXPECT_EQ(wrapped("see /a/very/long/path/to/some/file.csv:12 there", 24),
            "see\n  /a/very/long/path/to/some/file.csv:12\n  there");
  EXPECT_EQ(wrapped("a lone ` is a sign as others are here", 24), "a lone ` is a sign as\n  others are here");
}

TEST(WrappedText, CountsColumnsNotBytes) {
  EXPECT_EQ(wrapped("é é é é é é é é é é é é", 23), "é é é é é é é é é é é é");
}

TEST(WrappedText, LeavesTextsAloneWithoutATerminal) {
  const std::string text = "  a   text with  blanks that is longer than any terminal is wide, and goes on and on";
  EXPECT_EQ(wrapped(text, 0), text);
  EXPECT_EQ(wrapped(text, 5), text);
  EXPECT_EQ(wrapped("a line\n", 24), "a line\n");
}

}  // namespace
}  // namespace rox
