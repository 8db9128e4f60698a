// From what a column's values say to its type: the exact one of the domain that they come from, with the reasons.
//
// What the values are is certain, how large they get isn't: numbers have room for larger ones and texts for longer
// ones. How far they go today is measured (Column), not a limit.
#pragma once

#include <string_view>

#include "discovery/column_profile.hpp"
#include "discovery/type_verdict.hpp"

namespace rox {

/// The type of a column of that name.
TypeVerdict decide_type(const ColumnProfile& profile, std::string_view name, const TypeContext& context);

/// Whether all values are numbers, or dates, or UUIDs, however they are written.
bool looks_measured(const ColumnProfile& profile);
/// The same, or all are words for true and false.
bool looks_typed(const ColumnProfile& profile);

}  // namespace rox
