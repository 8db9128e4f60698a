#include "dashboard/exact_sum.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

TEST(ExactSum, AddsAndTakesAwayToTheLastDigit) {
  EXPECT_EQ(exact_sum("0.1", "0.2"), "0.3");
  EXPECT_EQ(exact_sum("99999999999999999999.99", "0.01"), "100000000000000000000.00");
  EXPECT_EQ(exact_sum("1", "2.50"), "3.50");
  EXPECT_EQ(exact_sum("-1.5", "1.50"), "0.00");
  EXPECT_EQ(exact_sum("5", "7", true), "-2");
}

TEST(ExactSum, RefusesWhatIsNoNumberOrTooLong) {
  for (const char* text : {"", "-", "x", "1e5", "1.2.3", "nan", "12345678901234567890123456789012345678"}) {
    EXPECT_FALSE(exact_sum(text, "1")) << text;
  }
}

}  // namespace
}  // namespace rox
