// Columns whose values are all dates: in which order they are written, and whether they have times.
#pragma once

#include <optional>

#include "discovery/type_decision.hpp"

namespace rox {

/// Gives the column the type and the writing of its dates, with the reasons. False if more than one order is possible:
/// then it has said which.
bool decide_date(TypeDecision& d);

/// Whether all dates are digits alone, as numbers are.
bool all_compact(const DateEvidence& date);

/// The one order of day and month that the column's values prove: empty if they prove none.
std::optional<DateOrder> proven_date_order(const ColumnProfile& profile);

}  // namespace rox
