#include "guard/judge.hpp"

#include "base/clock.hpp"

namespace rox {
namespace {

GuardResult result_of(const Guard& guard) {
  GuardResult result;
  result.guard = guard.name;
  result.subject = guard.subject;
  result.column = guard.column;
  result.measure = guard.measure;
  result.meaning = guard.meaning;
  result.owner = guard.owner;
  return result;
}

GuardVerdict alarm_of(const Guard& guard) { return guard.holds ? GuardVerdict::hold : GuardVerdict::warn; }

double hours_between(Time from, Time to) { return std::chrono::duration<double, std::ratio<3600>>(to - from).count(); }

/// As old as the guard lets it be, or not.
GuardResult judge_age(const Guard& guard, const BusinessDays& days, std::optional<Time> newest, Time now) {
  GuardResult result = result_of(guard);
  const Time oldest = oldest_allowed(guard.max_age, days, now);
  result.most = hours_between(oldest, now);
  if (newest) result.value = hours_between(*newest, now);
  if (!newest || *newest < oldest) result.verdict = alarm_of(guard);
  return result;
}

std::optional<Time> newest_of(const std::map<std::string, Measured>& measured, const Guard& guard) {
  const auto found = measured.find(guard.name);
  return found == measured.end() ? std::nullopt : found->second.time;
}

/// The deadline that was last, and since when what is due by it counts.
struct Deadline {
  Time since;
  Time by;
};

std::optional<Deadline> deadline_on(const Guard& guard, const BusinessDays& days, CalendarDay day) {
  if (!days.contains(day)) return std::nullopt;
  const bool evening = guard.arrives_after > guard.arrives_by;
  return Deadline{time_of(evening ? day - std::chrono::days{1} : day, guard.arrives_after),
                  time_of(day, guard.arrives_by)};
}

constexpr int kFarthest = 366;

std::optional<Deadline> last_deadline(const Guard& guard, const BusinessDays& days, Time now) {
  CalendarDay day = local_time(now).day;
  for (int i = 0; i < kFarthest; ++i, day -= std::chrono::days{1}) {
    const auto deadline = deadline_on(guard, days, day);
    if (deadline && deadline->by <= now) return deadline;
  }
  return std::nullopt;
}

GuardResult judge_arrival(const Guard& guard, const BusinessDays& days, std::optional<Time> newest, Time now) {
  GuardResult result = result_of(guard);
  if (newest) result.value = hours_between(*newest, now);
  const auto deadline = last_deadline(guard, days, now);
  if (!deadline) return result;
  result.due = utc_text(deadline->by, "%Y-%m-%dT%H:%M:%SZ");
  result.most = hours_between(deadline->since, now);
  if (!newest || *newest < deadline->since) result.verdict = GuardVerdict::warn;
  return result;
}

}  // namespace

GuardResult judge_level_of(const Guard& guard, const BusinessDays& days, const DayLevels& levels, CalendarDay today,
                           std::optional<double> level) {
  GuardResult result = result_of(guard);
  result.level = level;
  if (!level) return result;  // a share of no rows: how many there are is for another guard to say
  const Judged judged = judge_level(guard, days, levels, today, *level);
  result.value = judged.value;
  result.usual = judged.usual;
  result.least = judged.least;
  result.most = judged.most;
  if (judged.learning) {
    result.verdict = GuardVerdict::learning;
  } else if ((result.least && *result.value < *result.least) || (result.most && *result.value > *result.most)) {
    result.verdict = alarm_of(guard);
  }
  return result;
}

std::vector<GuardResult> judge_rows(const Guards& guards, const std::set<std::string>& subjects,
                                    const std::map<std::string, Measured>& measured, const LedgerLevels& levels,
                                    Time now) {
  std::vector<GuardResult> results;
  const CalendarDay today = local_time(now).day;
  for (const Guard& guard : guards.list) {
    if (!guard.is_about_rows() || !subjects.contains(guard.subject)) continue;
    if (guard.measure == GuardMeasure::newest) {
      results.push_back(judge_age(guard, guards.days, newest_of(measured, guard), now));
    } else {
      results.push_back(judge_level_of(guard, guards.days, levels.of(guard), today, measured.at(guard.name).level));
    }
  }
  return results;
}

std::vector<GuardResult> judge_clock(const Guards& guards, const ArrivalTimes& arrivals,
                                     const std::map<std::string, Measured>& measured, Time now) {
  std::vector<GuardResult> results;
  for (const Guard& guard : guards.list) {
    const auto came = arrivals.find(guard.subject);
    const std::optional<Time> newest = came == arrivals.end() ? std::nullopt : std::optional(came->second);
    if (guard.measure == GuardMeasure::arrival) results.push_back(judge_arrival(guard, guards.days, newest, now));
    if (guard.measure == GuardMeasure::age) results.push_back(judge_age(guard, guards.days, newest, now));
    if (guard.measure == GuardMeasure::newest && measured.contains(guard.name)) {
      results.push_back(judge_age(guard, guards.days, newest_of(measured, guard), now));
      // It is published already.
      if (results.back().verdict == GuardVerdict::hold) results.back().verdict = GuardVerdict::warn;
    }
  }
  return results;
}

std::optional<Time> next_deadline(const Guards& guards, Time now) {
  std::optional<Time> next;
  for (const Guard& guard : guards.list) {
    if (guard.measure != GuardMeasure::arrival) continue;
    CalendarDay day = local_time(now).day;
    for (int i = 0; i < kFarthest; ++i, day += std::chrono::days{1}) {
      const auto deadline = deadline_on(guard, guards.days, day);
      if (!deadline || deadline->by <= now) continue;
      if (!next || deadline->by < *next) next = deadline->by;
      break;
    }
  }
  return next;
}

}  // namespace rox
