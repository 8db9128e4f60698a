// Whether a column of clock times holds times of day: 8:30 may be half past eight, a duration, a score or a verse.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "discovery/column_profile.hpp"

namespace rox {

struct TimeVerdict {
  bool is_time = false;
  Format format;
  std::vector<std::string> reasons;
  std::vector<std::string> warnings;
};

/// Whether all values are times of day, and are read as such unless the column's name or the values themselves are
/// rather those of something else.
bool all_times(const TimeEvidence& time);

/// Of a column whose values are all times of day or durations.
TimeVerdict judge_times(const TimeEvidence& time, std::string_view name, const std::vector<std::string>& files);

}  // namespace rox
