#include "base/language.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

TEST(NumberText, IsWrittenAsInTheLanguage) {
  EXPECT_EQ(number_text(1234567.5, Language::english), "1,234,567.5");
  EXPECT_EQ(number_text(1234567.5, Language::portuguese), "1.234.567,5");
  EXPECT_EQ(number_text(-1000, Language::english), "-1,000");
  EXPECT_EQ(number_text(999, Language::english, 0), "999");
  EXPECT_EQ(number_text(-0.001, Language::english), "0");
  EXPECT_EQ(share_text(0.0255, Language::portuguese), "2,55%");
}

}  // namespace
}  // namespace rox
