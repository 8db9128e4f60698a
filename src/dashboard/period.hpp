// The period that figures are about, and the one that they are compared with. Both are true to the calendar: whole
// months are compared with as many whole months, whatever days these have.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dashboard/calendar.hpp"

namespace rox {

/// Both ends included. An end that isn't there is open.
struct Period {
  std::optional<Day> from{};
  std::optional<Day> to{};

  bool operator==(const Period&) const = default;
  bool all() const { return !from && !to; }
};

enum class CompareWith { none, previous, year };

/// "none", "prev", "year". Throws usage_error for another word.
CompareWith parse_comparison(std::string_view text);
std::string_view to_string(CompareWith comparison);

/// The presets that there are: "all", "this_month", …
const std::vector<std::string>& period_presets();

/// The period that a preset means where the data end on `last`. Throws usage_error for another word.
Period preset_period(std::string_view preset, Day last);

/// What a page shows if nobody says: the last twelve months, if the data are longer than that.
std::string_view usual_preset(Day first, Day last);

/// The period that `period` is compared with; nothing for one with an open end, or without a comparison.
/// Before whole months (quarters, years) are as many of these, before other days as many days; the year before is the
/// same days a year earlier, up to a month's end if `period` ends at one.
std::optional<Period> compared_period(const Period& period, CompareWith comparison);

/// The grain in which so many days are seen best: no more than some sixty points.
Grain usual_grain(Day from, Day to);

/// The first day of the bucket of the compared period's that stands beside the bucket of `period` that starts so.
Day beside(Day bucket, Grain grain, const Period& period, const Period& compared, CompareWith comparison);

}  // namespace rox
