// When the rows of a table happened, by its columns: which of them say so, and whether the rows are events at all.
#pragma once

#include <vector>

#include "model/model.hpp"

namespace rox {

/// How surely a column says when a row happened: from kEventTime on it is what makes the row an event. Negative: never.
inline constexpr int kEventTime = 30;
int time_weight(const Column& column);

/// Seconds since 1970 as whole numbers, by the name and by what was measured: from 1980 to 2100.
bool is_epoch(const Column& column);

/// The columns of a table that say when its rows happened, the likeliest first: no births, no audits.
std::vector<const Column*> event_times(const Table& table);

/// A table of days.
bool is_calendar(const Table& table);

/// A table of events that others are parts of or count by: it has a day of its own, as orders have.
bool is_event(const Table& table);

}  // namespace rox
