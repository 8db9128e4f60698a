// Which step of a plan needs which: from what marts read, and from the way that every row goes.
#pragma once

#include "plan/plan.hpp"

namespace rox {

/// Fills in Step::needs of all steps, which are in an order in which they can be done.
void link_steps(Plan& plan);

/// The steps as a directed graph in Graphviz's language; those that are due are filled.
std::string plan_dot(const Plan& plan);

}  // namespace rox
