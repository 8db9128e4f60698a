// People who become customers as the days go by, and what they order.
#pragma once

#include <cstdint>

#include "sample/day.hpp"

namespace rox {

/// How many there are by the end of a day; none on day 0, and a new one at least every other day.
std::uint64_t newcomers_by(const Company& company, std::uint32_t day);
/// By how much ids are larger once they leap: past what 16 bits hold.
inline constexpr std::uint64_t kIdsLeap = 40'000;
std::uint64_t newcomer_customer_id(const Today& today, std::uint64_t newcomer);

/// Adds them to Person and Customer, and gives them some of the orders since day 0. The day's ids_leap is known by now.
void add_newcomers(Day& day);

}  // namespace rox
