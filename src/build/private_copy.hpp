// The local warehouse is one DuckDB file that is replaced whole: a run works on a private copy beside it and renames it
// into place. Whoever has the old file open keeps it; a run that dies leaves a copy that nobody reads, and that the
// next run goes on with or makes anew. All of this only while the project's lock is held.
#pragma once

#include <filesystem>

#include "base/file.hpp"

namespace rox {

/// Beside `warehouse`, whether it is there or not.
std::filesystem::path private_copy(const std::filesystem::path& warehouse);

/// Makes it, where none is: a clone of the warehouse, or with `fresh` nothing yet but its folder (DuckDB creates it).
/// Whether it shares blocks with the warehouse, so that it cost nothing.
bool make_private_copy(const std::filesystem::path& warehouse, bool fresh);

/// Makes the copy the warehouse. It must be checkpointed and closed. Survives a crash once it returns.
FileIdentity publish_private_copy(const std::filesystem::path& warehouse);

}  // namespace rox
