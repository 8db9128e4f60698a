// New rows whose values are unlike all those before them: what gives away that they are written in another way, where
// no row is there that had another value.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "load/rewriting.hpp"

namespace rox {

/// How a column of that type was rewritten in new rows, by what others were like before: by chance alone they would be
/// so in one of a million cases. `latest`: no time in the exports can be later, "2024-03-09 12:00:00".
std::optional<Rewritten> find_unlike(const Type& type, const std::vector<KeptValue>& before,
                                     const std::vector<KeptValue>& now, const std::string& latest);

}  // namespace rox
