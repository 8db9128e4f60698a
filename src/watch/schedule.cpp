#include "watch/schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <system_error>
#include <vector>

#include "base/cron.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;
using Time = WatchState::Time;
using std::chrono::minutes;
using std::chrono::system_clock;

constexpr minutes kLongestPause{60};
constexpr std::chrono::hours kMuch{24};

Time time_of(const JsonValue& json) { return system_clock::from_time_t(static_cast<std::time_t>(json.integer())); }

bool cron_says(const WatchConfig& config, Time since, Time now) {
  return std::any_of(config.cron.begin(), config.cron.end(), [&](const std::string& expression) {
    return Cron::parse(expression).last(since, now).has_value();
  });
}

}  // namespace

std::string_view to_string(WatchReason reason) {
  switch (reason) {
    case WatchReason::nothing: return "nothing is due";
    case WatchReason::arrival: return "exports arrived";
    case WatchReason::cron: return "its time has come";
    case WatchReason::retry: return "it is tried again";
  }
  return "";
}

void note_look(WatchState& state, const std::string& source, Time now) {
  // The first time; or the clock was wrong, by more than it is set by now and then.
  if (state.cron_until == Time{} || state.cron_until > now + kMuch) state.cron_until = now;
  if (state.seen == source && state.seen_since <= now) return;
  if (state.seen != source) state.tries = 0;
  state.seen = source;
  state.seen_since = now;
}

WatchReason due(const WatchConfig& config, const WatchState& state, Time now) {
  const bool arrives = !state.seen.empty() && state.seen != state.ran_on;
  if (arrives && now - state.seen_since < config.settle) return WatchReason::nothing;
  if (cron_says(config, state.cron_until, now)) return WatchReason::cron;
  if (arrives) return WatchReason::arrival;
  if (state.tries == 0) return WatchReason::nothing;
  const bool clock_was_put_back = state.retry_at > now + kLongestPause;
  return now >= state.retry_at || clock_was_put_back ? WatchReason::retry : WatchReason::nothing;
}

void note_run(WatchState& state, bool retry, Time now) {
  constexpr unsigned kSteps = 6;
  state.ran_on = state.seen;
  state.cron_until = now;
  if (!retry) {
    state.tries = 0;
    return;
  }
  state.retry_at = now + std::min(kLongestPause, minutes{1U << std::min(state.tries, kSteps)});
  ++state.tries;
}

std::string look_at(const fs::path& folder) {
  std::vector<std::string> files;
  std::error_code error;
  constexpr auto kOptions =
      fs::directory_options::follow_directory_symlink | fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator entry(folder, kOptions, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code gone;
    if (!entry->is_regular_file(gone)) continue;
    if (const auto file = file_identity(entry->path())) {
      files.push_back(fmt::format("{}\t{}\t{}", entry->path().string(), file->bytes, file->modified_ns));
    }
  }
  if (files.empty()) return "";
  std::sort(files.begin(), files.end());
  return hash_text(join(files, "\n"));
}

WatchState read_watch_state(const fs::path& file) {
  if (!file_identity(file)) return {};
  try {
    const JsonValue json = read_json(file);
    WatchState state;
    state.seen = json.member("seen").text();
    state.seen_since = time_of(json.member("seen_since"));
    state.ran_on = json.member("ran_on").text();
    state.cron_until = time_of(json.member("cron_until"));
    state.tries = static_cast<unsigned>(json.member("tries").count());
    state.retry_at = time_of(json.member("retry_at"));
    state.fetch_problem = json.member("fetch_problem").text();
    state.fetch_failing_since = time_of(json.member("fetch_failing_since"));
    return state;
  } catch (const Error&) {
    return {};
  }
}

void write_watch_state(const fs::path& file, const WatchState& state) {
  const nlohmann::ordered_json json = {{"seen", state.seen},
                                       {"seen_since", system_clock::to_time_t(state.seen_since)},
                                       {"ran_on", state.ran_on},
                                       {"cron_until", system_clock::to_time_t(state.cron_until)},
                                       {"tries", state.tries},
                                       {"retry_at", system_clock::to_time_t(state.retry_at)},
                                       {"fetch_problem", state.fetch_problem},
                                       {"fetch_failing_since", system_clock::to_time_t(state.fetch_failing_since)}};
  make_directories(file.parent_path());
  write_file(file, json_text(json, 1) + "\n");
}

}  // namespace rox
