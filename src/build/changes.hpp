// What a build changed of the tables and marts in its workspace, row by row.
#pragma once

#include <set>
#include <string>

namespace rox {

/// Schemas of the workspace. Of a table or mart X whose change is known, X in each of them has X's columns; what X was
/// before, less the rows deleted, with the rows inserted, is X now. An updated row is in both.
inline constexpr const char* kInserted = "rox_inserted";
inline constexpr const char* kDeleted = "rox_deleted";

/// The tables and marts that a build changed, as the model and the marts write their names. What isn't in it is as it
/// was.
struct BuildChanges {
  std::set<std::string> known;    // those with a difference
  std::set<std::string> unknown;  // those made anew without one
};

}  // namespace rox
