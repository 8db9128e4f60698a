// What commands that were killed left half-written in a project.
#pragma once

#include "project/project.hpp"

namespace rox {

/// Removes the files that killed processes were writing in the project's folders, and the scratch files of the last
/// command. Only while the project's lock is held.
void remove_leftovers(const Project& project);

}  // namespace rox
