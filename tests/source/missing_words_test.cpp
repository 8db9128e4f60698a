#include "source/missing_words.hpp"

#include <gtest/gtest.h>

#include <string>

namespace rox {
namespace {

TEST(MissingWords, AreFoundByTheQuickLookToo) {
  for (const std::string_view word : missing_words()) {
    EXPECT_TRUE(may_be_missing_word(word)) << word;
    EXPECT_TRUE(is_missing_word(word)) << word;
  }
}

TEST(MissingWords, AreNoOthers) {
  for (const char* text :
       {"", "N", "Null", "nulL", "NULL ", "NA", "N/A", "-", "\\n", "#1", "(none)", "NULLIFIED", "#N/A#N/A#N/A#N/A#"}) {
    EXPECT_FALSE(is_missing_word(text)) << text;
  }
}

}  // namespace
}  // namespace rox
