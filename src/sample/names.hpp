// First and last names in several languages and scripts, for the people of the sample company.
#pragma once

#include <span>
#include <string_view>

#include "sample/random.hpp"

namespace rox {

struct Culture {
  unsigned share;  // how many of 100 people
  std::string_view mr, ms;
  std::span<const std::string_view> women, men, families;
};

/// Picks a culture by its share.
const Culture& pick_culture(Random& random);

}  // namespace rox
