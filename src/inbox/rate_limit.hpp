// A bound on what several connections take together.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <stop_token>

namespace rox {

class RateLimit {
 public:
  /// 0: none.
  explicit RateLimit(std::uint64_t bytes_per_second) : rate_(bytes_per_second) {}

  /// So many bytes came: waits as long as they were too quick. Throws interrupted_error() when `stop` is requested.
  void take(std::uint64_t bytes, const std::stop_token& stop);

 private:
  using Clock = std::chrono::steady_clock;
  const std::uint64_t rate_;
  std::mutex mutex_;  // of free_
  Clock::time_point free_{};
};

}  // namespace rox
