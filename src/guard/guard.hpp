// A guard: what the exports, tables and marts have to be like for a run to publish them. A check asks whether rows are
// right; a guard whether all of it is what one expects by now: as many rows as usual, arrived by half past seven.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "guard/calendar.hpp"
#include "ledger/guard_result.hpp"

namespace rox {

/// "26 hours", "2 days", "2 business days".
struct GuardAge {
  unsigned number = 0;
  enum class Unit { hours, days, business_days } unit = Unit::hours;

  bool operator==(const GuardAge&) const = default;
};

struct Guard {
  std::string name;
  std::string subject;  // a table or a mart
  std::string column{};
  GuardMeasure measure = GuardMeasure::rows;
  bool usual = false;  // least and most are what the ledger knows
  std::optional<double> least{};
  std::optional<double> most{};
  GuardAge max_age{};                     // of `newest` and `age`
  std::chrono::minutes arrives_by{0};     // of `arrival`,
  std::chrono::minutes arrives_after{0};  // on the day before if that is the later time of day
  unsigned tolerance = 4;                 // how many spreads from the median are usual
  bool holds = true;                      // else it warns
  std::string meaning{};
  std::string owner{};

  /// Whether it is judged by what is in the tables, before they are published. The others are judged by the clock.
  bool is_about_rows() const { return measure != GuardMeasure::age && measure != GuardMeasure::arrival; }
  bool operator==(const Guard&) const = default;
};

/// All of a project.
struct Guards {
  std::vector<Guard> list{};
  BusinessDays days{};
  std::string text{};  // that they were read from: another text, other guards

  bool operator==(const Guards&) const = default;
};

/// "26 hours".
std::string to_string(const GuardAge& age);

/// How old something is when it is exactly as old as `age` lets it be: the earliest time that is still good.
std::chrono::system_clock::time_point oldest_allowed(const GuardAge& age, const BusinessDays& days,
                                                     std::chrono::system_clock::time_point now);

}  // namespace rox
