#include "cloud/retry.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "base/error.hpp"

#include "cloud/http.hpp"

namespace rox {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::system_clock;

TEST(Retry, WaitsLongerEachTimeButNotTheSame) {
  std::vector<milliseconds> waits;
  const RetryPolicy policy{.first = milliseconds(100), .longest = milliseconds(1000), .sleep = [&](milliseconds wait) {
                             waits.push_back(wait);
                           }};
  for (int round = 0; round < 200; ++round) {
    for (int tried = 1; tried <= 6; ++tried) policy.wait(tried);
  }
  std::set<milliseconds> different(waits.begin(), waits.end());
  EXPECT_GT(different.size(), 100U);
  for (std::size_t i = 0; i < waits.size(); ++i) {
    EXPECT_LE(waits[i], std::min(milliseconds(100) * (1 << (i % 6)), milliseconds(1000)));
    EXPECT_GT(waits[i], milliseconds(0));
  }
}

TEST(Retry, WaitsAsLongAsTheServiceAsksWithinReason) {
  milliseconds waited{};
  const RetryPolicy policy{.sleep = [&](milliseconds wait) { waited = wait; }};
  policy.wait(1, seconds(7));
  EXPECT_EQ(waited, seconds(7));
  policy.wait(1, std::chrono::hours(7));
  EXPECT_EQ(waited, seconds(60));
}

TEST(Retry, WakesUpWhenItIsStopped) {
  std::stop_source stop;
  const auto begun = std::chrono::steady_clock::now();
  const std::jthread other([&] { stop.request_stop(); });
  EXPECT_THROW(RetryPolicy{}.wait(1, seconds(60), stop.get_token()), Error);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, seconds(10));
}

TEST(RetryAfter, IsSecondsOrADate) {
  const auto now = *parse_http_date("Wed, 25 Nov 2026 10:50:38 GMT");
  EXPECT_EQ(parse_retry_after("3", now), seconds(3));
  EXPECT_EQ(parse_retry_after("Wed, 25 Nov 2026 10:51:38 GMT", now), seconds(60));
  EXPECT_EQ(parse_retry_after("Wed, 25 Nov 2026 10:00:00 GMT", now), seconds(0));
  EXPECT_EQ(parse_retry_after("", now), std::nullopt);
  EXPECT_EQ(parse_retry_after("soon", now), std::nullopt);
  EXPECT_EQ(parse_retry_after("99999999999999999999", now), std::nullopt);
}

TEST(Times, AreReadAsAwsWritesThem) {
  EXPECT_EQ(parse_iso_time("2026-11-25T10:50:38Z"), parse_http_date("Wed, 25 Nov 2026 10:50:38 GMT"));
  EXPECT_EQ(parse_iso_time("2026-11-25T10:50:38.123Z"), parse_iso_time("2026-11-25T10:50:38Z"));
  EXPECT_EQ(parse_iso_time(""), std::nullopt);
}

}  // namespace
}  // namespace rox
