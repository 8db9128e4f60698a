// Work that another thread can end: by a std::stop_token that it was given, or by a call.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <stop_token>

#include "base/error.hpp"

namespace rox {

/// What is thrown by a call that was asked to end before it was done: an outside error that is not to be retried.
Error interrupted_error();

/// Throws interrupted_error() if `stop` has been requested.
void throw_if_stopped(const std::stop_token& stop);

/// Waits. Returns false, at once, when `stop` is requested.
bool wait_for(std::chrono::milliseconds time, const std::stop_token& stop);

/// What ends the calls of an object (an engine) from another thread: interrupt() the one that is running, and a token,
/// once it is requested, all of them.
class Interruption {
 public:
  explicit Interruption(std::stop_token lasting = {});
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  /// A call begins. What interrupted the one before doesn't count any more. Throws interrupted_error() if all calls are
  /// to end.
  std::stop_token begin();
  /// Of the call that began last.
  std::stop_token token() const;
  /// From any thread. Without a call nothing happens.
  void interrupt();

 private:
  const std::stop_token lasting_;
  mutable std::mutex mutex_;  // of call_
  std::stop_source call_;
  std::stop_callback<std::function<void()>> forward_;  // last: it may call interrupt() at once
};

}  // namespace rox
