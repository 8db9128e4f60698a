// Which columns of a table are figures, and what makes sense of them: sums of money and quantities, averages of prices,
// rates and ratings, counts; never sums of keys, codes, years or coordinates. By types and by names, in English and
// Portuguese.
#pragma once

#include <vector>

#include "dashboard/fact.hpp"
#include "model/model.hpp"

namespace rox {

/// From here on a measure is what a business is about, and not what goes with it (freight, tax, discount, cost).
inline constexpr int kMainMoney = 80;

/// The measures of a table by its own columns, the one that it is about first; its count of rows is always among them.
/// `parents`: those of the table's relations, by their order; null where one isn't there.
std::vector<Measure> find_measures(const Table& table, const std::vector<const Table*>& parents);

/// A column that is counted or measured, by its name and type; those are no dimensions.
bool is_figure(const Table& table, const Column& column);

/// A table of events that others are parts of or count by: it has a day of its own, as orders have.
bool is_event(const Table& table);

/// A table of days.
bool is_calendar(const Table& table);

/// How surely a column says when a row happened: from kEventTime on it is what makes the row an event. Negative: never.
inline constexpr int kEventTime = 30;
int time_weight(const Column& column);

/// The columns of a table that say when its rows happened, the likeliest first: no births, no audits.
std::vector<const Column*> event_times(const Table& table);

}  // namespace rox
