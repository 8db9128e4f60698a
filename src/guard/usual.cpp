#include "guard/usual.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace rox {
namespace {

constexpr std::size_t kFewest = 4;   // samples
constexpr std::size_t kNewest = 8;   // of them
constexpr double kNormal = 1.4826;   // of a normal distribution: standard deviation by median deviation
constexpr double kLeastShare = 0.1;  // of the median, as spread
constexpr double kTurnShare = 0.25;  // by which, for each of the tolerance, a turn of a month may surpass those before
constexpr double kLeastSpreadOfShares = 0.005;

bool is_growth(GuardMeasure measure) { return measure == GuardMeasure::new_rows || measure == GuardMeasure::new_sum; }

bool is_count(GuardMeasure measure) { return measure == GuardMeasure::rows || measure == GuardMeasure::new_rows; }

struct Sample {
  double value = 0;  // of a growth: for each day since the one before
  double gap = 1;    // how many these are
};

/// The last two days of a month and the first two.
bool is_month_turn(CalendarDay day) {
  const auto month = [](CalendarDay of) { return std::chrono::year_month_day{of}.month(); };
  constexpr std::chrono::days kTwo{2};
  return month(day) != month(day + kTwo) || month(day) != month(day - kTwo);
}

/// The most that a turn of a month brought.
std::optional<double> most_at_turns(const Guard& guard, const DayLevels& levels) {
  std::optional<double> most;
  for (auto level = levels.begin(); level != levels.end(); ++level) {
    if (!is_month_turn(level->first) || (is_growth(guard.measure) && level == levels.begin())) continue;
    const double value = is_growth(guard.measure) ? level->second - std::prev(level)->second : level->second;
    most = std::max(most.value_or(value), value);
  }
  return most;
}

double median_of(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  const double below = *std::max_element(values.begin(), middle);
  return (below + *middle) / 2;
}

/// The newest of the same weekday.
std::vector<Sample> samples_of(const Guard& guard, const BusinessDays& days, const DayLevels& levels,
                               CalendarDay today) {
  std::vector<Sample> samples;
  for (auto level = levels.rbegin(); level != levels.rend() && samples.size() < kNewest; ++level) {
    const CalendarDay day = level->first;
    if (day + kUsualWindow < today) break;
    if (weekday_of(day) != weekday_of(today) || !days.contains(day)) continue;
    const auto before = std::next(level);
    if (!is_growth(guard.measure)) {
      samples.push_back({level->second});
    } else if (before != levels.rend()) {
      const auto gap = static_cast<double>((day - before->first).count());
      samples.push_back({(level->second - before->second) / gap, gap});
    }
  }
  return samples;
}

double spread_of(const Guard& guard, const std::vector<double>& values, double median) {
  std::vector<double> distances;
  for (const double value : values) distances.push_back(std::fabs(value - median));
  double spread = std::max(kNormal * median_of(distances), kLeastShare * std::fabs(median));
  if (guard.measure == GuardMeasure::missing) spread = std::max(spread, kLeastSpreadOfShares);
  return spread;
}

struct Range {
  UsualRange usual;
  double gap = 1;  // days that a growth usually is of
};

/// What is usual on that day; nothing without any day of the same weekday.
std::optional<Range> usual_on(const Guard& guard, const BusinessDays& days, const DayLevels& levels, CalendarDay day) {
  const std::vector<Sample> samples = samples_of(guard, days, levels, day);
  if (samples.empty()) return std::nullopt;
  std::vector<double> values;
  std::vector<double> gaps;
  for (const Sample& sample : samples) {
    values.push_back(sample.value);
    gaps.push_back(sample.gap);
  }
  const double gap = median_of(gaps);
  const double median = median_of(values);
  UsualRange usual{median * gap, spread_of(guard, values, median) * gap, static_cast<unsigned>(samples.size()),
                   weekday_of(day)};
  if (is_month_turn(day)) {
    if (const auto most = most_at_turns(guard, levels); most > usual.median) usual.most_at_turns = most;
  }
  return Range{usual, gap};
}

/// How much of what was usual the last days lacked, or had too much (less than nothing): the next one makes up for it.
/// As far back as days were unusual; one that has made up for others cancels them.
double owed_by_last_day(const Guard& guard, const BusinessDays& days, DayLevels levels) {
  if (levels.size() < 2) return 0;
  const auto [day, level] = *levels.rbegin();
  levels.erase(day);
  const auto range = usual_on(guard, days, levels, day);
  if (!range) return 0;
  const double longer = static_cast<double>((day - levels.rbegin()->first).count()) / range->gap;
  const double owed = range->usual.median * longer - (level - levels.rbegin()->second);
  if (owed < 0 && range->usual.most_at_turns) return 0;  // the turn of a month takes nothing from the days after it
  // Half as far off as raises an alarm: another guard may have raised one.
  if (std::fabs(owed) <= guard.tolerance * range->usual.spread / 2) return 0;
  return owed + owed_by_last_day(guard, days, std::move(levels));
}

/// What chance alone makes of a count: its square root varies by a half (Anscombe), however large it is.
std::pair<double, double> chance_of(double median, unsigned tolerance) {
  if (median <= 0) return {median, median};
  const double reach = tolerance / 2.0;
  const double root = std::sqrt(median);
  return {std::pow(std::max(root - reach, 0.0), 2), std::pow(root + reach, 2)};
}

void set_bounds(const Guard& guard, const Range& range, double gap, double owed, Judged& judged) {
  const double median = range.usual.median;
  const double reach = guard.tolerance * range.usual.spread;
  // More days bring more, or no more, where nothing happened on them.
  const double shorter = std::min(gap / range.gap, 1.0);
  const double longer = std::max(gap / range.gap, 1.0);
  double least = (median - reach) * (median > reach ? shorter : 1);
  double most = (median + reach) * longer;
  if (is_count(guard.measure)) {
    least = std::min(least, chance_of(median * shorter, guard.tolerance).first);
    most = std::max(most, chance_of(median * longer, guard.tolerance).second);
  }
  if (range.usual.most_at_turns) {
    most = std::max(most, *range.usual.most_at_turns * (1 + guard.tolerance * kTurnShare));
  }
  least += std::min(owed, 0.0);
  most += std::max(owed, 0.0);
  judged.most = most;
  if (guard.measure == GuardMeasure::missing) return;  // that fewer are missing is no bad news
  judged.least = guard.measure == GuardMeasure::rows ? std::max(least, 0.0) : least;
}

}  // namespace

Judged judge_level(const Guard& guard, const BusinessDays& days, const DayLevels& levels, CalendarDay today,
                   double level) {
  Judged judged;
  judged.least = guard.least;
  judged.most = guard.most;
  judged.value = level;
  double gap = 1;
  if (is_growth(guard.measure)) {
    judged.value.reset();
    if (!levels.empty()) {
      judged.value = level - levels.rbegin()->second;
      gap = static_cast<double>((today - levels.rbegin()->first).count());
    }
  }
  judged.learning = !judged.value;
  if (!guard.usual) return judged;
  const auto range = usual_on(guard, days, levels, today);
  const bool young = levels.empty() || levels.begin()->first + kLearningTime > today;
  judged.learning = !judged.value || young || !days.contains(today) || !range || range->usual.samples < kFewest;
  if (!range) return judged;
  judged.usual = range->usual;
  set_bounds(guard, *range, gap, is_growth(guard.measure) ? owed_by_last_day(guard, days, levels) : 0, judged);
  return judged;
}

}  // namespace rox
