#include "cloud/retry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <random>
#include <string>

#include "base/stop.hpp"

#include "base/log.hpp"
#include "cloud/http.hpp"

namespace rox {
namespace {

constexpr std::chrono::milliseconds kLongestAsked{60'000};

std::optional<std::chrono::system_clock::time_point> parse_time(std::string_view text, const char* format) {
  const std::string copy(text);
  std::tm parts{};
  if (::strptime(copy.c_str(), format, &parts) == nullptr) return std::nullopt;
  return std::chrono::system_clock::from_time_t(::timegm(&parts));
}

}  // namespace

void RetryPolicy::wait(int tried, std::optional<std::chrono::milliseconds> asked, const std::stop_token& stop) const {
  thread_local std::minstd_rand random{std::random_device{}()};
  const auto most = std::min(first * (std::int64_t{1} << std::min(tried - 1, 20)), longest);
  std::chrono::milliseconds pause{
      std::uniform_int_distribution<std::chrono::milliseconds::rep>(most.count() / 10, most.count())(random)};
  if (asked) pause = std::max(pause, std::min(*asked, kLongestAsked));
  log_line("retry", fmt::format("after {} of {} tries, in {} ms", tried, tries, pause.count()));
  if (sleep) {
    sleep(pause);
  } else if (!wait_for(pause, stop)) {
    throw interrupted_error();
  }
}

std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view value,
                                                           std::chrono::system_clock::time_point now) {
  if (value.empty()) return std::nullopt;
  if (value.find_first_not_of("0123456789") == std::string_view::npos) {
    if (value.size() > 6) return std::nullopt;
    return std::chrono::seconds(std::stol(std::string(value)));
  }
  const auto date = parse_http_date(value);
  if (!date) return std::nullopt;
  return std::max(std::chrono::milliseconds(0), std::chrono::duration_cast<std::chrono::milliseconds>(*date - now));
}

std::optional<std::chrono::system_clock::time_point> parse_iso_time(std::string_view text) {
  return parse_time(text, "%Y-%m-%dT%H:%M:%S");
}

}  // namespace rox
