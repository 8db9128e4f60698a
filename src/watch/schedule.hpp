// When the loop of `rox watch` runs: once the exports that came stand still, when a cron expression says so, and again
// when something outside failed. Decisions as values, of a clock that is given: nothing here waits.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "project/project.hpp"

namespace rox {

/// What is known of a target from one look at its source to the next, also by another process: so one that is started
/// again goes on.
struct WatchState {
  using Time = std::chrono::system_clock::time_point;

  std::string seen{};           // the source, as it was seen last
  Time seen_since{};            // since when it has been like that
  std::string ran_on{};         // the source of the last run
  Time cron_until{};            // cron's times up to then were heeded
  unsigned tries = 0;           // in vain, because something outside failed
  Time retry_at{};              // if there were any
  std::string fetch_problem{};  // why nothing could be fetched, of exports that lie elsewhere
  Time fetch_failing_since{};   // if so

  bool operator==(const WatchState&) const = default;
};

enum class WatchReason { nothing, arrival, cron, retry };

std::string_view to_string(WatchReason reason);

/// A look at the source: `source` is what it is now, empty if nothing lies there.
void note_look(WatchState& state, const std::string& source, WatchState::Time now);

/// Whether to run now, and why. While exports don't stand still nothing is.
WatchReason due(const WatchConfig& config, const WatchState& state, WatchState::Time now);

/// A run was done, of the source as it was seen last. `retry`: something outside failed that may go away by itself.
void note_run(WatchState& state, bool retry, WatchState::Time now);

/// What the folder holds: names, sizes and times of all files, as one hash; empty if there is none.
std::string look_at(const std::filesystem::path& folder);

/// A file that isn't there or is damaged is as nothing.
WatchState read_watch_state(const std::filesystem::path& file);
void write_watch_state(const std::filesystem::path& file, const WatchState& state);

}  // namespace rox
