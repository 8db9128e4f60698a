// Times of day as texts: what stands behind a date, and the values of TIME.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "model/model.hpp"
#include "source/parse.hpp"

namespace rox {

/// What stands behind a date.
struct ClockText {
  std::int64_t micros = 0;  // of the day, less the zone's offset
  bool offset = false;
  int hour = 0;  // as it is written: 1 to 12 where `half_day` is said
  bool half_day = false;
};

/// "HH:MM[:SS[.ffffff]] [AM] [zone]", or with '.' for ':' where there are seconds. `cut`: what is past six decimals is
/// left out.
Parse parse_clock(std::string_view text, bool cut, ClockText& out);

/// Microseconds since midnight, as the column's times are written: HH:MM[:SS[.ffffff]] ('.' or ','; more than six
/// digits only if zeros), with AM or PM, as 8h30, 08.30 or 0830. Before 24:00.
Parse parse_time(std::string_view text, const Format& format, std::int64_t& micros);

/// How one time of day is written.
struct TimeText {
  TimeForm form = TimeForm::clock;
  std::int64_t micros = 0;
  bool padded = false;      // 08:30
  bool short_hour = false;  // 8:30
  bool seconds = false;
};

/// A time of day in one of the forms that can mean nothing else: HH:MM, HH:MM AM, HHhMM. `too_fine` becomes true if it
/// has more than six decimals of a second.
std::optional<TimeText> read_time_of_day(std::string_view text, bool& too_fine);

}  // namespace rox
