#include "base/display_width.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

TEST(DisplayWidth, width_counts_what_a_terminal_shows) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("ação"), 4U);
  EXPECT_EQ(display_width("自転車"), 6U);
  EXPECT_EQ(display_width("e\xCC\x81"), 1U);  // e + combining acute
  EXPECT_EQ(display_width("\xFF\xC3"), 2U);   // malformed: one a byte
}

TEST(DisplayWidth, WhatFitsEndsBetweenCharacters) {
  EXPECT_EQ(fitting("ação", 3), "açã");
  EXPECT_EQ(fitting("自転車", 5), "自転");
  EXPECT_EQ(fitting("abc", 9), "abc");
}

}  // namespace
}  // namespace rox
