// How often and after what wait something is tried again: exponential with full jitter, so that many clients that
// failed together don't come back together.
// https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string_view>

namespace rox {

struct RetryPolicy {
  int tries = 6;
  std::chrono::milliseconds first{100};
  std::chrono::milliseconds longest{10'000};
  /// What waits; tests bring one that doesn't.
  std::function<void(std::chrono::milliseconds)> sleep;

  /// Waits before the try after `tried` ones: a random part of first * 2^(tried-1), or as long as the service asked
  /// for (up to a minute), whichever is longer. Throws interrupted_error() when `stop` is requested.
  void wait(int tried, std::optional<std::chrono::milliseconds> asked = std::nullopt,
            const std::stop_token& stop = {}) const;
};

/// The value of a Retry-After header: seconds, or a date.
std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view value,
                                                           std::chrono::system_clock::time_point now);

/// "2026-11-25T10:50:38Z", with or without a fraction, as in what AWS answers.
std::optional<std::chrono::system_clock::time_point> parse_iso_time(std::string_view text);

}  // namespace rox
