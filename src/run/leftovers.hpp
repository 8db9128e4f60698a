// What commands that were killed left half-written in a project.
#pragma once

#include "project/project.hpp"

namespace rox {

/// Removes the files that killed processes were writing in the project's folders, and their temporary folders. What
/// processes that live are writing stays.
void remove_leftovers(const Project& project);

}  // namespace rox
