// What is usual: the median of the same weekday and how far days are from it, by what the ledger has. Median and spread
// because a few odd days don't move them.
//
// False alarms are worse than none. So nothing is judged in the first five weeks, which have a month's turn in them,
// nor before there are four days of the same weekday; a spread is never taken for less than a tenth of the median or,
// of counts, than chance alone makes; after a day that was left out, two days' growth is usual too, and after a day
// that brought too little, what it lacked. And at the turn of a month, when many close their books, so is somewhat more
// than at any turn before.
#pragma once

#include <map>
#include <optional>

#include "guard/guard.hpp"

namespace rox {

/// What a table held at the end of each day on which it was published: rows, a sum, a share.
using DayLevels = std::map<CalendarDay, double>;

inline constexpr std::chrono::days kLearningTime{35};
/// Older days say nothing any more.
inline constexpr std::chrono::days kUsualWindow{120};

struct Judged {
  std::optional<double> value;  // nothing: it is the growth of something that wasn't there
  std::optional<UsualRange> usual;
  std::optional<double> least;
  std::optional<double> most;
  bool learning = false;
};

/// Whether a table may be at `level` today. `levels`: of the days before.
Judged judge_level(const Guard& guard, const BusinessDays& days, const DayLevels& levels, CalendarDay today,
                   double level);

}  // namespace rox
