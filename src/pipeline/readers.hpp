// Who can answer a question: the project's targets, and Spark over what is staged.
#pragma once

#include <string>
#include <vector>

#include "project/project.hpp"
#include "quality/compare_engines.hpp"

namespace rox {

/// The names of all that rox.toml configures: each target.
std::vector<std::string> reader_names(const Project& project);

/// Opens one by its name: a target's, or an engine's that just one target has. Throws usage_error for a name that there
/// isn't; what else goes wrong is in the reader.
Reader open_reader(const Project& project, const std::string& name);

}  // namespace rox
