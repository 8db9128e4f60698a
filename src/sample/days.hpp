// Day after day of the sample company: the exports as its ERP writes them each evening, with all that months bring, and
// days.json with what is planted and what a warehouse should hold.
//
// The same scale, seed and day give the same bytes. The folder ends with all of the files or as it was.
#pragma once

#include <cstdint>
#include <vector>

#include "sample/day.hpp"
#include "sample/sample.hpp"

namespace rox {

/// Days have enough rows from here on for everything that is planted.
inline constexpr Scale kLeastDailyScale{Scale::kUnit / 50};

/// What happens on the days from first to last; changes nothing. Throws as the functions below do.
std::vector<PlantedEvent> plan_days(const SampleOptions& options, std::uint32_t first, std::uint32_t last);

/// The exports of one day, in the folder itself, over those of another day. Files that are the same stay untouched.
/// Throws as write_sample() does, and usage_error for a day past kMostDays or a scale below kLeastDailyScale.
std::vector<SampleFile> write_day(const SampleOptions& options, std::uint32_t day);

/// The exports of days 0 to `last`, each in a folder of its own: day-000, day-001, …
std::vector<SampleFile> write_days(const SampleOptions& options, std::uint32_t last);

}  // namespace rox
