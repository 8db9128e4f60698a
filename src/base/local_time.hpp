// Days and times of day as people here have them: in the time zone of this process (what use_time_zone() says, TZ, or
// the machine's own).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace rox {

/// A day of the calendar, whatever the time zone.
using CalendarDay = std::chrono::sys_days;

struct LocalTime {
  CalendarDay day{};
  std::chrono::seconds of_day{0};

  bool operator==(const LocalTime&) const = default;
};

/// Whether the machine has the rules of a zone of that name ("America/Sao_Paulo").
bool knows_time_zone(std::string_view name);

/// Makes it the zone of this process and of those that it starts. Before any other thread runs.
void use_time_zone(const std::string& name);

LocalTime local_time(std::chrono::system_clock::time_point time);

/// When it is that time on that day; where a change of summer time leaves it out, an hour later or earlier.
std::chrono::system_clock::time_point time_of(CalendarDay day, std::chrono::seconds of_day);

/// "2026-11-23".
std::string calendar_day_text(CalendarDay day);
std::optional<CalendarDay> parse_calendar_day(std::string_view text);

/// "07:30", from "00:00" to "23:59".
std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text);
std::string time_of_day_text(std::chrono::seconds of_day);

/// "2026-11-23T22:26:35.123Z" and "2026-11-23 22:26:35.5", of UTC; also only a date.
std::optional<std::chrono::system_clock::time_point> parse_utc(std::string_view text);

}  // namespace rox
