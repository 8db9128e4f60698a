#include "guard/guard.hpp"

#include <fmt/format.h>

namespace rox {

std::string to_string(const GuardAge& age) {
  const char* unit = age.unit == GuardAge::Unit::hours ? "hour" : "day";
  return fmt::format("{} {}{}{}", age.number, age.unit == GuardAge::Unit::business_days ? "business " : "", unit,
                     age.number == 1 ? "" : "s");
}

std::chrono::system_clock::time_point oldest_allowed(const GuardAge& age, const BusinessDays& days,
                                                     std::chrono::system_clock::time_point now) {
  if (age.unit == GuardAge::Unit::hours) return now - std::chrono::hours{age.number};
  const LocalTime local = local_time(now);
  CalendarDay day = local.day;
  constexpr int kFarthest = 3660;  // a calendar without any business day ends, too
  int steps = 0;
  for (unsigned left = age.number; left > 0 && steps < kFarthest; ++steps) {
    day -= std::chrono::days{1};
    if (age.unit == GuardAge::Unit::days || days.contains(day)) --left;
  }
  return time_of(day, local.of_day);
}

}  // namespace rox
