// The names that tables have until they are published, where they are made in the schema of the published ones: with
// the run that makes them in it (person__20261125t105038123_ab12).
#pragma once

#include <cstddef>
#include <string>

namespace rox {

/// "20261125T105038123-ab12" as a name can have it.
std::string run_name(const std::string& run);

/// What the table is called until it is published, in lower case, cut so that it has at most so many bytes.
std::string next_name(const std::string& table, const std::string& run_name, std::size_t longest);

/// The run in the name of a next table; empty in any other.
std::string run_in_name(const std::string& name);
/// What is before it: the table that the next one becomes.
std::string table_in_name(const std::string& name);

/// Whether the run began so long ago that it is over.
bool is_old_run(const std::string& run_name);

}  // namespace rox
