// Which tables and marts a build changed, and of which it knows the rows (load/change_tables.hpp).
#pragma once

#include <set>
#include <string>

#include "load/change_tables.hpp"

namespace rox {

/// The tables and marts that a build changed, as the model and the marts write their names. What isn't in it is as it
/// was.
struct BuildChanges {
  std::set<std::string> known;    // those with a difference
  std::set<std::string> unknown;  // those made anew without one
};

}  // namespace rox
