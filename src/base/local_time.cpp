#include "base/local_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <new>

namespace rox {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::system_clock;

/// A number of just so many digits at `at`.
std::optional<int> digits_at(std::string_view text, std::size_t at, std::size_t size) {
  if (text.size() < at + size) return std::nullopt;
  int number = 0;
  const char* begin = text.data() + at;
  if (*begin == '-' || *begin == '+') return std::nullopt;
  const auto [end, error] = std::from_chars(begin, begin + size, number);
  if (error != std::errc{} || end != begin + size) return std::nullopt;
  return number;
}

std::optional<minutes> minutes_at(std::string_view text, std::size_t at) {
  constexpr int kHours = 24;
  constexpr int kMinutes = 60;
  const auto hour = digits_at(text, at, 2);
  const auto minute = digits_at(text, at + 3, 2);
  if (!hour || !minute || text[at + 2] != ':' || *hour >= kHours || *minute >= kMinutes) return std::nullopt;
  return minutes{*hour * kMinutes + *minute};
}

}  // namespace

bool knows_time_zone(std::string_view name) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '+' || c == '/';
  };
  if (name.empty() || name.front() == '/' || !std::all_of(name.begin(), name.end(), is_plain)) return false;
  if (name == "UTC") return true;
  const char* folder = std::getenv("TZDIR");  // as the C library looks for it
  const std::filesystem::path rules = std::filesystem::path(folder != nullptr ? folder : "/usr/share/zoneinfo") / name;
  std::error_code none;
  return std::filesystem::is_regular_file(rules, none);
}

void use_time_zone(const std::string& name) {
  if (::setenv("TZ", name.c_str(), 1) != 0) throw std::bad_alloc();
  ::tzset();
}

LocalTime local_time(system_clock::time_point time) {
  const std::time_t seconds_since = system_clock::to_time_t(std::chrono::floor<seconds>(time));
  std::tm parts{};
  ::localtime_r(&seconds_since, &parts);
  const std::chrono::year_month_day date{std::chrono::year{parts.tm_year + 1900},
                                         std::chrono::month{static_cast<unsigned>(parts.tm_mon + 1)},
                                         std::chrono::day{static_cast<unsigned>(parts.tm_mday)}};
  return {CalendarDay{date}, std::chrono::hours{parts.tm_hour} + minutes{parts.tm_min} + seconds{parts.tm_sec}};
}

system_clock::time_point time_of(CalendarDay day, seconds of_day) {
  const std::chrono::year_month_day date{day};
  std::tm parts{};
  parts.tm_year = static_cast<int>(date.year()) - 1900;
  parts.tm_mon = static_cast<int>(static_cast<unsigned>(date.month())) - 1;
  parts.tm_mday = static_cast<int>(static_cast<unsigned>(date.day()));
  constexpr int kMinute = 60;
  constexpr int kHour = 3600;
  const int second = static_cast<int>(of_day.count());
  parts.tm_hour = second / kHour;
  parts.tm_min = second % kHour / kMinute;
  parts.tm_sec = second % kMinute;
  parts.tm_isdst = -1;
  return system_clock::from_time_t(std::mktime(&parts));
}

std::string calendar_day_text(CalendarDay day) {
  const std::chrono::year_month_day date{day};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::optional<CalendarDay> parse_calendar_day(std::string_view text) {
  constexpr std::size_t kSize = 10;
  const auto year = digits_at(text, 0, 4);
  const auto month = digits_at(text, 5, 2);
  const auto day = digits_at(text, 8, 2);
  if (text.size() != kSize || !year || !month || !day || text[4] != '-' || text[7] != '-') return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return CalendarDay{date};
}

std::optional<minutes> parse_time_of_day(std::string_view text) {
  constexpr std::size_t kSize = 5;
  if (text.size() != kSize) return std::nullopt;
  return minutes_at(text, 0);
}

std::string time_of_day_text(seconds of_day) {
  const auto whole = std::chrono::duration_cast<minutes>(of_day).count();
  return fmt::format("{:02}:{:02}", whole / 60, whole % 60);
}

std::optional<system_clock::time_point> parse_utc(std::string_view text) {
  constexpr std::size_t kDate = 10;
  constexpr std::size_t kTime = kDate + 9;  // "T22:26:35"
  const auto day = parse_calendar_day(text.substr(0, kDate));
  if (!day) return std::nullopt;
  if (text.size() == kDate) return *day;
  const auto of_day = minutes_at(text, kDate + 1);
  const auto second = digits_at(text, kDate + 7, 2);
  if (text.size() < kTime || !of_day || !second) return std::nullopt;
  return *day + *of_day + seconds{*second};
}

}  // namespace rox
