// A day of the sample company with all that has happened by then.
#pragma once

#include <cstdint>
#include <vector>

#include "sample/day.hpp"

namespace rox {

/// A company that lives through days. Only its days are as they should be, not what write_sample() writes of it.
Company daily_company(Scale scale, std::uint64_t seed);

/// Company and tables must outlive the day.
Day make_day(const Company& company, const std::vector<SampleTable>& tables, std::uint32_t number);

}  // namespace rox
