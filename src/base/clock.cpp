#include "base/clock.hpp"

#include <fmt/format.h>

#include <array>
#include <ctime>
#include <random>

namespace rox {
namespace {

using std::chrono::system_clock;

/// Of its second.
int milliseconds_of(system_clock::time_point time) {
  using namespace std::chrono;
  return static_cast<int>(floor<milliseconds>(time - floor<seconds>(time)).count());
}

}  // namespace

std::string utc_text(system_clock::time_point time, const char* format) {
  // Not fmt/chrono.h, which alone would take longer to compile than the rest of such a file.
  const std::time_t seconds = system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time));
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 64> text{};
  return {text.data(), std::strftime(text.data(), text.size(), format, &parts)};
}

std::string utc_now() {
  const auto now = system_clock::now();
  return fmt::format("{}.{:03}Z", utc_text(now, "%Y-%m-%dT%H:%M:%S"), milliseconds_of(now));
}

std::string new_run_id() {
  const auto now = system_clock::now();
  std::random_device random;
  return fmt::format("{}{:03}-{:04x}", utc_text(now, "%Y%m%dT%H%M%S"), milliseconds_of(now), random() & 0xffffU);
}

}  // namespace rox
