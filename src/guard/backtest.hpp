// Guards tried on the past: on which days each would have raised an alarm, by what the ledger has.
#pragma once

#include <utility>
#include <vector>

#include "guard/judge.hpp"

namespace rox {

struct Backtest {
  Guard guard;
  unsigned days = 0;      // that the ledger has of it
  unsigned learning = 0;  // of them: not judged yet
  std::vector<std::pair<CalendarDay, GuardResult>> alarms;
};

/// Of the guards that the ledger can tell of: those of rows, and of what they measured themselves in runs before. Each
/// day is judged by the days before it, as a run would have then.
std::vector<Backtest> backtest(const Guards& guards, const LedgerLevels& levels);

/// Guards that a project might have, by what the ledger has of its tables: of those that grow each day their growth, of
/// others their rows. Each with the least tolerance that would have raised no alarm so far; none where there is no
/// such.
std::vector<Guard> propose_guards(const std::vector<std::string>& tables, const LedgerLevels& levels);

/// The proposals as a file of expect/.
std::string proposals_text(const std::vector<Guard>& guards);

}  // namespace rox
