#include "base/clock.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <ctime>
#include <optional>
#include <random>

namespace rox {
namespace {

using std::chrono::milliseconds;
using std::chrono::system_clock;

/// Of its second.
int milliseconds_of(system_clock::time_point time) {
  using namespace std::chrono;
  return static_cast<int>(floor<milliseconds>(time - floor<seconds>(time)).count());
}

/// Milliseconds since 1970. (system_clock counts nanoseconds, and ends in 2262; a clock may be wrong by more.)
using RunTime = std::chrono::sys_time<milliseconds>;

/// The time that a run's id begins with; empty for other texts.
std::optional<RunTime> time_of_run(std::string_view id) {
  constexpr std::size_t kSeconds = 15;  // "20261123T222635"
  constexpr std::size_t kTime = kSeconds + 3;
  if (id.size() < kTime) return std::nullopt;
  std::tm parts{};
  const std::string text(id.substr(0, kSeconds));
  const char* end = ::strptime(text.c_str(), "%Y%m%dT%H%M%S", &parts);
  unsigned more = 0;
  const auto [rest, error] = std::from_chars(id.data() + kSeconds, id.data() + kTime, more);
  if (end == nullptr || *end != '\0' || error != std::errc{} || rest != id.data() + kTime) return std::nullopt;
  return RunTime(std::chrono::seconds{::timegm(&parts)}) + milliseconds{more};
}

std::string text_of(std::time_t seconds, const char* format) {
  // Not fmt/chrono.h, which alone would take longer to compile than the rest of such a file.
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 64> text{};
  return {text.data(), std::strftime(text.data(), text.size(), format, &parts)};
}

}  // namespace

std::string utc_text(system_clock::time_point time, const char* format) {
  return text_of(system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time)), format);
}

std::string utc_now() {
  const auto now = system_clock::now();
  return fmt::format("{}.{:03}Z", utc_text(now, "%Y-%m-%dT%H:%M:%S"), milliseconds_of(now));
}

std::string run_id_of(std::chrono::system_clock::time_point time) { return utc_text(time, "%Y%m%dT%H%M%S"); }

std::string run_time_text(std::string_view run) {
  const auto time = time_of_run(run);
  if (!time) return {};
  const auto seconds = std::chrono::floor<std::chrono::seconds>(*time);
  return fmt::format("{}.{:03}Z", text_of(seconds.time_since_epoch().count(), "%Y-%m-%dT%H:%M:%S"),
                     (*time - seconds).count());
}

std::string new_run_id(std::string_view last) {
  RunTime time = std::chrono::floor<milliseconds>(system_clock::now());
  if (const auto before = time_of_run(last); before && *before >= time) time = *before + milliseconds{1};
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  std::random_device random;
  return fmt::format("{}{:03}-{:04x}", text_of(seconds.time_since_epoch().count(), "%Y%m%dT%H%M%S"),
                     (time - seconds).count(), random() & 0xffffU);
}

}  // namespace rox
