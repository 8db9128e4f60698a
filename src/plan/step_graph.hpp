// Which step of a plan needs which: from what marts read, and from the way that every row goes.
#pragma once

#include <map>
#include <set>
#include <string>

#include "plan/plan.hpp"

namespace rox {

/// Fills in Step::needs of all steps, which are in an order in which they can be done.
void link_steps(Plan& plan);

/// By step, the due ones that have to be done before it: those that it needs and, where one of these is left out, what
/// that one needs in turn. A step that is left out holds back nothing by itself, but it doesn't let anything pass.
std::map<std::string, std::set<std::string>> due_needs(const Plan& plan);

/// The steps as a directed graph in Graphviz's language; those that are due are filled.
std::string plan_dot(const Plan& plan);

}  // namespace rox
