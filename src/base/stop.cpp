#include "base/stop.hpp"

#include <condition_variable>
#include <utility>

namespace rox {

Error interrupted_error() { return outside_error("interrupted"); }

void throw_if_stopped(const std::stop_token& stop) {
  if (stop.stop_requested()) throw interrupted_error();
}

bool wait_for(std::chrono::milliseconds time, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  wake.wait_for(lock, stop, time, [] { return false; });
  return !stop.stop_requested();
}

Interruption::Interruption(std::stop_token lasting)
    : lasting_(std::move(lasting)), forward_(lasting_, [this] { interrupt(); }) {}

std::stop_token Interruption::begin() {
  const std::lock_guard lock(mutex_);
  throw_if_stopped(lasting_);
  // Should it be requested from here on, interrupt() finds the new source.
  if (call_.stop_requested()) call_ = std::stop_source();
  return call_.get_token();
}

std::stop_token Interruption::token() const {
  const std::lock_guard lock(mutex_);
  return call_.get_token();
}

void Interruption::interrupt() {
  std::unique_lock lock(mutex_);
  std::stop_source call = call_;
  lock.unlock();  // its callbacks are others' code
  call.request_stop();
}

}  // namespace rox
