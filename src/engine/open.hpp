// From a target of rox.toml to an engine.
#pragma once

#include <memory>

#include "engine/engine.hpp"
#include "project/project.hpp"

namespace rox {

/// Opens the target's warehouse for reading. Throws usage_error if it isn't there yet. In a local one SQL finds the
/// project's exports and staged files too, and no others.
std::unique_ptr<Engine> open_for_reading(const Target& target, const Project& project);

}  // namespace rox
