// The time of day as text, always in UTC.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace rox {

/// `format` is strftime's, with what doesn't depend on the locale: "%Y-%m-%d".
std::string utc_text(std::chrono::system_clock::time_point time, const char* format);

/// "2026-11-23T22:26:35.123Z", now.
std::string utc_now();

/// A new run's id: its start in UTC, then a random part, as in "20261123T222635123-ab12". Ids sort in the order in
/// which they were made, also when the clock was put back: one that would come before `last` (an id, or nothing) gets
/// the time after it.
std::string new_run_id(std::string_view last = {});

/// What comes before the ids of runs that began since then, and after those of all others.
std::string run_id_of(std::chrono::system_clock::time_point time);

/// When the run of that id began, as utc_now() writes it; empty for what is no such id.
std::string run_time_text(std::string_view run);

/// Seconds since it was made.
class Stopwatch {
 public:
  double operator()() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

}  // namespace rox
