#include "watch/watch.hpp"

#include <fmt/format.h>

#include <thread>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/interrupt.hpp"
#include "inbox/fetch.hpp"
#include "notify/notify.hpp"
#include "run/retry.hpp"

namespace rox {
namespace {

using std::chrono::system_clock;

/// What the clock alone changes (an export that is late) is told within a minute.
constexpr std::chrono::minutes kNews{1};

std::filesystem::path watch_file(const Project& project, const Target& target, std::string_view ending) {
  return file_named(project.state_dir() / "watch", target.name, ending);
}

struct Ran {
  bool again = false;                // it is to be tried again: something outside failed
  std::optional<Error> not_begun{};  // what kept it from beginning
};

Ran run_once(const Project& project, const Target& target, WatchReason reason, const WatchEvents& events) {
  RunObserver nobody;
  try {
    const RunReport report = run_project(project, target, options_of("run"), nobody);
    events.ran(reason, report);
    return {report.error && report.error->kind() == ErrorKind::outside && report.error->can_retry()};
  } catch (const Error& error) {
    events.trouble(error.report());
    if (error.kind() == ErrorKind::outside) return {true};
    return {false, error};
  }
}

/// How long exports elsewhere may be out of reach before somebody has to know: networks are, now and then.
constexpr std::chrono::minutes kPatience{15};

/// What is complete where the exports lie comes to this machine. Returns why not, once that goes on for long; when it
/// is over again, a run says that all is well.
std::optional<Error> fetch(const Project& project, WatchState& state, system_clock::time_point now,
                           const WatchEvents& events) {
  const bool known = !state.fetch_problem.empty() && now - state.fetch_failing_since >= kPatience;
  try {
    FetchOptions options;
    options.waits = false;
    fetch_arrivals(project, options);
    state.fetch_problem.clear();
    if (known) state.tries = 1, state.retry_at = now;
    return std::nullopt;
  } catch (const Error& error) {
    if (state.fetch_problem != error.report()) events.trouble(error.report());
    if (state.fetch_problem.empty()) state.fetch_failing_since = now;
    state.fetch_problem = error.report();
    return known ? std::optional(error) : std::nullopt;
  }
}

}  // namespace

void watch_once(const Project& project, const Target& target, bool tells, system_clock::time_point now,
                const WatchEvents& events) {
  const std::filesystem::path file = watch_file(project, target, ".json");
  WatchState state = read_watch_state(file);
  const WatchState before = state;
  Ran ran;
  if (project.source.remote) ran.not_begun = fetch(project, state, now, events);
  note_look(state, look_at(project.source.path), now);
  const WatchReason reason = due(project.watch, state, now);
  if (reason != WatchReason::nothing) {
    ran = run_once(project, target, reason, events);
    if (interrupt_signal() != 0) return;  // the next one does it
    note_run(state, ran.again, now);
  }
  if (state != before) write_watch_state(file, state);
  if (!tells && reason == WatchReason::nothing) return;
  for (const std::string& warning : notify(project, target, now, ran.not_begun ? &*ran.not_begun : nullptr))
    events.trouble(warning);
}

void watch(const std::function<Project()>& read, const std::string& target, const WatchEvents& events) {
  Project project = read();
  make_directories(project.state_dir() / "watch");
  const FileLock lock(watch_file(project, project.target(target), ".lock"), "rox watch of target " + target, kLockWait);
  std::optional<system_clock::time_point> told;
  std::string problem;
  while (interrupt_signal() == 0) {
    try {
      project = read();
      problem.clear();
    } catch (const Error& error) {
      if (problem != error.report()) events.trouble(error.report());
      problem = error.report();
    }
    const system_clock::time_point now = system_clock::now();
    const bool tells = !told || now >= *told + kNews || now < *told;
    if (tells) told = now;
    try {
      watch_once(project, project.target(target), tells, now, events);
    } catch (const Error& error) {
      events.trouble(error.report());
    }
    if (interrupt_signal() == 0) std::this_thread::sleep_for(project.watch.every);
  }
}

}  // namespace rox
