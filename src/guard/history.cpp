#include "guard/history.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "ledger/ledger.hpp"

namespace rox {
namespace {

constexpr std::string_view kStepCommand = "step";

bool is_made(StepStatus status) { return status == StepStatus::done || status == StepStatus::resumed; }

std::optional<CalendarDay> day_of(const std::string& run) {
  const auto time = parse_utc(run_time_text(run));
  if (!time) return std::nullopt;
  return local_time(*time).day;
}

/// Levels that become those of a day once they are published.
class Collector {
 public:
  void add(const RunRecord& record, CalendarDay day) {
    // A build that is made step by step is spread over runs.
    if (record.command != kStepCommand) rows_.clear(), guards_.clear();
    bool published = false;
    for (const StepResult& step : record.steps) {
      const std::optional<StepId> id = StepId::parse(step.step);
      if (!id || !is_made(step.status)) continue;
      if (id->kind == StepKind::load || id->kind == StepKind::transform) {
        rows_[id->subject] = static_cast<double>(step.counts.rows_out);
      }
      published = published || id->kind == StepKind::publish;
    }
    for (const GuardResult& result : record.guards) {
      const bool clock = result.measure == GuardMeasure::age || result.measure == GuardMeasure::arrival ||
                         result.measure == GuardMeasure::newest;
      if (!clock && result.level) guards_[result.guard] = *result.level;
    }
    if (!published) return;
    for (const auto& [subject, level] : rows_) levels_.rows[subject][day] = level;
    for (const auto& [guard, level] : guards_) levels_.guards[guard][day] = level;
    rows_.clear();
    guards_.clear();
  }

  LedgerLevels take() { return std::move(levels_); }

 private:
  std::map<std::string, double> rows_;
  std::map<std::string, double> guards_;
  LedgerLevels levels_;
};

LedgerLevels collect(const std::filesystem::path& state_dir, const std::string& target,
                     std::optional<CalendarDay> before) {
  std::vector<std::string> runs = list_runs(state_dir);
  std::reverse(runs.begin(), runs.end());
  Collector collector;
  for (const std::string& run : runs) {
    const auto day = day_of(run);
    if (!day || (before && (*day >= *before || *day + kUsualWindow + kLearningTime < *before))) continue;
    const RunRecord record = read_run(state_dir, run);
    if (record.target == target) collector.add(record, *day);
  }
  return collector.take();
}

}  // namespace

DayLevels LedgerLevels::of(const Guard& guard) const {
  DayLevels levels;
  if (guard.measure == GuardMeasure::rows || guard.measure == GuardMeasure::new_rows) {
    if (const auto found = rows.find(guard.subject); found != rows.end()) levels = found->second;
  }
  // What was measured when it was published is more exact than what was loaded: orphans may have been taken out.
  if (const auto found = guards.find(guard.name); found != guards.end()) {
    for (const auto& [day, level] : found->second) levels[day] = level;
  }
  return levels;
}

LedgerLevels read_levels(const std::filesystem::path& state_dir, const std::string& target, CalendarDay before) {
  return collect(state_dir, target, before);
}

LedgerLevels read_all_levels(const std::filesystem::path& state_dir, const std::string& target) {
  return collect(state_dir, target, std::nullopt);
}

}  // namespace rox
