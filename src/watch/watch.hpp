// rox watch: one loop, one process. It looks at the source, runs what is due, and tells whom it concerns.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "run/run.hpp"
#include "watch/schedule.hpp"

namespace rox {

/// What the loop does, told to whoever started it.
struct WatchEvents {
  std::function<void(WatchReason reason, const RunReport& report)> ran = [](WatchReason, const RunReport&) {};
  /// What couldn't be done, and is tried again.
  std::function<void(const std::string& what)> trouble = [](const std::string&) {};
};

/// One look: fetches what is complete of exports elsewhere, runs if that is due, keeps what is known for the next look,
/// and sends messages. Throws nothing that may go away by itself. `tells`: whether it is time to look for news.
void watch_once(const Project& project, const Target& target, bool tells, std::chrono::system_clock::time_point now,
                const WatchEvents& events);

/// Looks again and again, as [watch] says, until a signal ends it. `read`: the project as it is by then; while it can't
/// be read, the one of before is watched. Throws a retryable Error if another watches the target already.
void watch(const std::function<Project()>& read, const std::string& target, const WatchEvents& events);

}  // namespace rox
