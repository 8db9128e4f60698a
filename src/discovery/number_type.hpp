// Columns whose values are all numbers: whole ones, amounts, per cents, and what only looks like one of them.
#pragma once

#include <optional>

#include "discovery/type_decision.hpp"

namespace rox {

/// Gives the column the type and the writing of its numbers, with the reasons. False if they are no numbers after all:
/// then it has said why.
bool decide_number(TypeDecision& d);

/// The decimal sign that the column's values prove.
std::optional<char> proven_decimal(const ColumnProfile& profile);

}  // namespace rox
