// How a run will bring marts up to date, for `rox plan`.
#pragma once

#include "plan/plan.hpp"
#include "project/project.hpp"

namespace rox {

/// Adds to the reason of each mart that is due, and made by the same SELECT in a local warehouse, by which columns only
/// the touched part of it can be made again, or why all of it has to be. A warehouse that can't be read says nothing.
void describe_updates(const Project& project, const Target& target, Plan& plan);

}  // namespace rox
