// What is said of a target's histories: how far back they go.
#pragma once

#include "project/project.hpp"

namespace rox {

/// A line each, on standard output.
void print_histories(const Project& project, const Target& target);
/// The same as notes.
void note_histories(const Project& project, const Target& target);

}  // namespace rox
