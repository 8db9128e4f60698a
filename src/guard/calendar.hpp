// The days on which exports are expected. Not the calendars of the dashboard, which are about months and quarters.
#pragma once

#include <array>
#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "base/local_time.hpp"

namespace rox {

struct BusinessDays {
  std::array<bool, 7> weekdays{true, true, true, true, true, true, true};  // from Sunday
  std::set<CalendarDay> holidays{};
  std::set<std::chrono::month_day> yearly_holidays{};

  bool contains(CalendarDay day) const;
  /// Whether it says more than: every day.
  bool leaves_out() const;
  bool operator==(const BusinessDays&) const = default;
};

/// 0 is Sunday.
unsigned weekday_of(CalendarDay day);

/// "mon" to "sun"; empty for other words.
std::optional<unsigned> parse_weekday(std::string_view text);

}  // namespace rox
