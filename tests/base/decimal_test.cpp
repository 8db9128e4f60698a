#include "base/decimal.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace rox {
namespace {

std::string text(Int128 unscaled, unsigned scale) {
  std::string out = "=";
  append_decimal(unscaled, scale, out);
  return out;
}

TEST(Decimal, all_digits_of_the_scale) {
  EXPECT_EQ(text(0, 0), "=0");
  EXPECT_EQ(text(0, 2), "=0.00");
  EXPECT_EQ(text(-5, 2), "=-0.05");
  EXPECT_EQ(text(123456, 4), "=12.3456");
  EXPECT_EQ(text(-1234, 0), "=-1234");
  EXPECT_EQ(text(1234, 4), "=0.1234");
}

TEST(Decimal, both_ends_of_128_bits) {
  EXPECT_EQ(text(make_int128(std::numeric_limits<std::int64_t>::min(), 0), 0),
            "=-170141183460469231731687303715884105728");
  EXPECT_EQ(text(make_int128(std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::uint64_t>::max()), 38),
            "=1.70141183460469231731687303715884105727");
  EXPECT_EQ(text(make_int128(-1, std::numeric_limits<std::uint64_t>::max()), 0), "=-1");
}

}  // namespace
}  // namespace rox
