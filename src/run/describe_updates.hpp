// How a run will bring marts up to date, and lay out a lake's tables, for `rox plan`.
#pragma once

#include "plan/plan.hpp"
#include "project/project.hpp"

namespace rox {

/// Adds to the reason of each mart that is due, and made by the same SELECT in a local warehouse, by which columns only
/// the touched part of it can be made again, or why all of it has to be. A warehouse that can't be read says nothing.
/// In a lake, to the reason of each table that is copied there, how it will be laid out, and why.
void describe_updates(const Project& project, const Model& model, const Target& target, Plan& plan);

}  // namespace rox
