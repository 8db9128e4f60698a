// Orders that no calendar has, placed on the day of an event.
#pragma once

#include <cstdint>
#include <vector>

#include "sample/day.hpp"

namespace rox {

struct PlantedLine {
  std::uint64_t product_id = 0;
  std::uint64_t quantity = 0;
  std::uint64_t unit_price = 0;  // ten-thousandths
};

/// Adds one with these lines, of the offer without a discount, at the ends of both files. Its ids are past all
/// others. Returns its id.
std::uint64_t add_planted_order(Day& day, const Occurrence& occurrence, const std::vector<PlantedLine>& lines);

}  // namespace rox
