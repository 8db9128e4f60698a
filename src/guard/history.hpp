// What the ledger knows of days before: how many rows tables and marts had, and what guards measured.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "guard/usual.hpp"

namespace rox {

struct LedgerLevels {
  std::map<std::string, DayLevels> rows;    // by table or mart
  std::map<std::string, DayLevels> guards;  // by guard, as far as they are of what was published

  /// Of what the guard is about.
  DayLevels of(const Guard& guard) const;
};

/// Of what runs of the target published on days before `before`, and not much longer ago than is usual.
LedgerLevels read_levels(const std::filesystem::path& state_dir, const std::string& target, CalendarDay before);

/// The same of all that the ledger has.
LedgerLevels read_all_levels(const std::filesystem::path& state_dir, const std::string& target);

}  // namespace rox
