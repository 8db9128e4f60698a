#include "guard/backtest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/toml.hpp"

namespace rox {
namespace {

Backtest backtest_of(const Guard& guard, const BusinessDays& days, const DayLevels& levels) {
  Backtest tried{guard, 0, 0, {}};
  DayLevels before;
  for (const auto& [day, level] : levels) {
    GuardResult result = judge_level_of(guard, days, before, day, level);
    ++tried.days;
    if (result.verdict == GuardVerdict::learning) ++tried.learning;
    if (result.is_alarm()) tried.alarms.emplace_back(day, std::move(result));
    before[day] = level;
  }
  return tried;
}

/// Whether a table has more rows day after day: an export of all there is, and not of the last day alone.
bool grows(const DayLevels& levels) {
  constexpr std::size_t kEnough = 5;
  constexpr double kMostly = 0.9;
  if (levels.size() < kEnough) return false;
  std::size_t grown = 0;
  for (auto level = std::next(levels.begin()); level != levels.end(); ++level) {
    if (level->second >= std::prev(level)->second) ++grown;
  }
  const bool more = levels.rbegin()->second > levels.begin()->second;
  return more && static_cast<double>(grown) >= kMostly * static_cast<double>(levels.size() - 1);
}

}  // namespace

std::vector<Backtest> backtest(const Guards& guards, const LedgerLevels& levels) {
  std::vector<Backtest> tried;
  for (const Guard& guard : guards.list) {
    if (!guard.is_about_rows() || guard.measure == GuardMeasure::newest) continue;
    tried.push_back(backtest_of(guard, guards.days, levels.of(guard)));
  }
  return tried;
}

std::vector<Guard> propose_guards(const std::vector<std::string>& tables, const LedgerLevels& levels) {
  constexpr std::array kTolerances{4U, 6U, 8U, 12U};
  std::vector<Guard> proposed;
  for (const std::string& table : tables) {
    Guard guard;
    guard.subject = table;
    guard.usual = true;
    const DayLevels known = levels.of(guard);
    if (grows(known)) guard.measure = GuardMeasure::new_rows;
    guard.name = fmt::format("{}.{}", table, to_string(guard.measure));
    for (const unsigned tolerance : kTolerances) {
      guard.tolerance = tolerance;
      if (!backtest_of(guard, {}, known).alarms.empty()) continue;
      proposed.push_back(guard);
      break;
    }
  }
  return proposed;
}

std::string proposals_text(const std::vector<Guard>& guards) {
  std::string text =
      "# What the ledger says is usual. A guard notes only in its first month; `rox expect test` tries it on the "
      "past,\n"
      "# `rox expect show` says what it expects today. By when exports arrive you know better:\n"
      "#\n"
      "#     [calendar]\n"
      "#     days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]\n"
      "#     [[guard]]\n"
      "#     table = \"…\"\n"
      "#     arrives_by = \"07:30\"\n";
  for (const Guard& guard : guards) {
    text += fmt::format("\n[[guard]]\ntable = {}\n{} = \"as usual\"\n", toml_quote(guard.subject),
                        to_string(guard.measure));
    if (guard.tolerance != Guard().tolerance) text += fmt::format("tolerance = {}\n", guard.tolerance);
  }
  return text;
}

}  // namespace rox
