#include "inbox/rate_limit.hpp"

#include <algorithm>

#include "base/stop.hpp"

namespace rox {

void RateLimit::take(std::uint64_t bytes, const std::stop_token& stop) {
  if (rate_ == 0) return;
  Clock::duration wait{};
  {
    const std::lock_guard lock(mutex_);
    const Clock::time_point now = Clock::now();
    const std::chrono::duration<double> cost(static_cast<double>(bytes) / static_cast<double>(rate_));
    free_ = std::max(free_, now) + std::chrono::duration_cast<Clock::duration>(cost);
    wait = free_ - now;
  }
  if (!wait_for(std::chrono::duration_cast<std::chrono::milliseconds>(wait), stop)) throw interrupted_error();
}

}  // namespace rox
