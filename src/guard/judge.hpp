// The guards' verdicts: on what a run is about to publish, and on what the clock says of what is there.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "guard/guard.hpp"
#include "guard/history.hpp"
#include "guard/measure.hpp"

namespace rox {

using Time = std::chrono::system_clock::time_point;

/// When the newest export of each table came; a table that none came of isn't in it.
using ArrivalTimes = std::map<std::string, Time>;

/// Of the guards that are about rows of these tables and marts, which a run makes. `levels`: of days before today.
std::vector<GuardResult> judge_rows(const Guards& guards, const std::set<std::string>& subjects,
                                    const std::map<std::string, Measured>& measured, const LedgerLevels& levels,
                                    Time now);

/// Of the guards that the clock judges: arrivals, ages, and of published tables and marts their newest values, which
/// `measured` has.
std::vector<GuardResult> judge_clock(const Guards& guards, const ArrivalTimes& arrivals,
                                     const std::map<std::string, Measured>& measured, Time now);

/// One of rows, on a day: for the backtest too.
GuardResult judge_level_of(const Guard& guard, const BusinessDays& days, const DayLevels& levels, CalendarDay today,
                           std::optional<double> level);

/// The next time after `now` at which an arrival is due; nothing if none is awaited.
std::optional<Time> next_deadline(const Guards& guards, Time now);

}  // namespace rox
