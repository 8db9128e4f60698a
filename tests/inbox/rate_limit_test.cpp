#include "inbox/rate_limit.hpp"

#include <gtest/gtest.h>

#include "base/clock.hpp"
#include "base/error.hpp"

namespace rox {
namespace {

TEST(RateLimit, IsForAllTogether) {
  RateLimit limit(1'000'000);
  const Stopwatch seconds;
  for (int i = 0; i < 4; ++i) limit.take(50'000, {});
  EXPECT_GE(seconds(), 0.19);
}

TEST(RateLimit, ZeroIsNone) {
  RateLimit limit(0);
  const Stopwatch seconds;
  limit.take(~std::uint64_t{0}, {});
  EXPECT_LT(seconds(), 60);
}

TEST(RateLimit, EndsWhenItIsAskedTo) {
  RateLimit limit(1);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(limit.take(1'000'000, stop.get_token()), Error);
}

}  // namespace
}  // namespace rox
