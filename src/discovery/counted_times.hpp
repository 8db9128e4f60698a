// Numbers that may be times: seconds since 1970, or days as spreadsheets count them. Nobody can tell that for certain,
// so it is said and never taken.
#pragma once

#include <cstdint>

#include "discovery/type_decision.hpp"

namespace rox {

/// Says so, if the column's name is one of a time, and its numbers from `least` to `most` would be times of our age.
void tell_counted_times(TypeDecision& d, std::int64_t least, std::int64_t most);

}  // namespace rox
