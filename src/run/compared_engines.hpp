// Who can answer a question: the project's targets, and Spark over what is staged.
#pragma once

#include <string>
#include <vector>

#include "project/project.hpp"
#include "quality/compare_engines.hpp"

namespace rox {

/// Spark over the staged files, and over the raw exports by its own CSV reader.
inline constexpr const char* kSparkReader = "spark";
inline constexpr const char* kSparkExportsReader = "spark-exports";

/// The names of all that rox.toml configures: each target, and Spark if there is [engine.spark].
std::vector<std::string> reader_names(const Project& project);

/// Opens one by its name: a target's, an engine's that just one target has, or Spark's. Throws usage_error for a name
/// that there isn't; what else goes wrong is in the reader.
ComparedEngine open_compared_engine(const Project& project, const std::string& name);

}  // namespace rox
