#include "base/stop.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace rox {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

TEST(WaitFor, WaitsOrWakesUp) {
  EXPECT_TRUE(wait_for(1ms, {}));
  std::stop_source stop;
  const auto begun = Clock::now();
  const std::jthread other([&] { stop.request_stop(); });
  EXPECT_FALSE(wait_for(60s, stop.get_token()));
  EXPECT_LT(Clock::now() - begun, 10s);
  EXPECT_FALSE(wait_for(0ms, stop.get_token()));
}

TEST(Interruption, EndsTheCallThatGoesOnAndNoLaterOne) {
  Interruption interruption;
  const std::stop_token first = interruption.begin();
  EXPECT_FALSE(first.stop_requested());
  interruption.interrupt();
  EXPECT_TRUE(first.stop_requested());
  EXPECT_TRUE(interruption.token().stop_requested());
  const std::stop_token second = interruption.begin();
  EXPECT_FALSE(second.stop_requested());
  EXPECT_TRUE(first.stop_requested());
}

TEST(Interruption, EndsAllCallsWhenItsTokenIsRequested) {
  std::stop_source stop;
  Interruption interruption(stop.get_token());
  const std::stop_token call = interruption.begin();
  stop.request_stop();
  EXPECT_TRUE(call.stop_requested());
  EXPECT_THROW(interruption.begin(), Error);
  EXPECT_THROW(Interruption(stop.get_token()).begin(), Error);
}

TEST(Interruption, IsAnOutsideErrorThatIsNotToBeRetried) {
  std::stop_source stop;
  throw_if_stopped(stop.get_token());
  stop.request_stop();
  try {
    throw_if_stopped(stop.get_token());
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::outside);
    EXPECT_FALSE(error.can_retry());
  }
}

}  // namespace
}  // namespace rox
