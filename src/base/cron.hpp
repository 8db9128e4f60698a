// Cron expressions: "30 6 * * mon-fri". Five fields: minute, hour, day of the month, month, day of the week; each "*",
// a number or a name, a range, a step ("*/15"), or several of these with commas. If both days are restricted, either
// will do, as in cron. Times are those of this process's time zone.
#pragma once

#include <array>
#include <bitset>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace rox {

class Cron {
 public:
  /// Throws usage_error, without a place, that says which field is wrong.
  static Cron parse(std::string_view text);

  /// The last time at or before `until` that is after `since`. Nothing if there is none in the year before `until`.
  std::optional<std::chrono::system_clock::time_point> last(std::chrono::system_clock::time_point since,
                                                            std::chrono::system_clock::time_point until) const;
  /// The first time after `since`; nothing if there is none in a year.
  std::optional<std::chrono::system_clock::time_point> next(std::chrono::system_clock::time_point since) const;

 private:
  bool has_day(std::chrono::sys_days day) const;

  static constexpr std::size_t kMost = 60;
  std::bitset<kMost> minutes_, hours_, days_, months_, weekdays_;
  bool any_day_ = false;
  bool any_weekday_ = false;
};

}  // namespace rox
