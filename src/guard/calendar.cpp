#include "guard/calendar.hpp"

#include <algorithm>
#include <string_view>

#include "base/text.hpp"

namespace rox {

bool BusinessDays::contains(CalendarDay day) const {
  const std::chrono::year_month_day date{day};
  return weekdays.at(weekday_of(day)) && !holidays.contains(day) &&
         !yearly_holidays.contains(date.month() / date.day());
}

bool BusinessDays::leaves_out() const { return *this != BusinessDays{}; }

unsigned weekday_of(CalendarDay day) { return std::chrono::weekday{day}.c_encoding(); }

std::optional<unsigned> parse_weekday(std::string_view text) {
  static constexpr std::array<std::string_view, 7> kNames{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
  const auto* const found = std::find(kNames.begin(), kNames.end(), to_lower(text));
  if (found == kNames.end()) return std::nullopt;
  return static_cast<unsigned>(found - kNames.begin());
}

}  // namespace rox
