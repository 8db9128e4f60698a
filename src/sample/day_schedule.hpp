// Which events there are, and on which days. A new one is a function in day_changes or day_faults and a line here.
#pragma once

#include <cstdint>
#include <vector>

#include "sample/day_event.hpp"

namespace rox {

/// All of them up to kMostDays, by day.
const std::vector<Occurrence>& occurrences();

/// The last day up to this one whose exports can be loaded: the one that a warehouse shows after this day's run.
std::uint32_t last_good_day(std::uint32_t day);

}  // namespace rox
