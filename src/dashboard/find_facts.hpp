// From a model to what can be asked of it: the facts, the likeliest to matter first. Nothing here looks at data; what a
// model has measured (values, different ones) is used where it is there.
#pragma once

#include <vector>

#include "dashboard/fact.hpp"
#include "dashboard/fact_source.hpp"

namespace rox {

/// All tables and marts, by how likely it is that the business is about them: events with money before events, these
/// before what they refer to; marts before tables.
std::vector<Fact> find_facts(const FactSource& source);

}  // namespace rox
