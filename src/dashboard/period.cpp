#include "dashboard/period.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "base/error.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

namespace chrono = std::chrono;

constexpr std::array<std::string_view, 3> kComparisons{"none", "prev", "year"};

chrono::year_month_day civil(Day day) { return chrono::sys_days(chrono::days(day)); }

Day number(chrono::year_month_day date) { return static_cast<Day>(chrono::sys_days(date).time_since_epoch().count()); }

Day month_start(Day day) { return period_start(day, Grain::month); }

/// So many months away, on the same day or the last that there is.
Day months_away(Day day, int months) {
  auto date = civil(day) + chrono::months(months);
  if (!date.ok()) date = date.year() / date.month() / chrono::last;
  return number(date);
}

Day year_end(Day day) { return next_period(period_start(day, Grain::year), Grain::year) - 1; }

bool ends_a_month(Day day) { return month_start(day + 1) == day + 1; }

int months_between(Day from, Day to) {
  const auto a = civil(from);
  const auto b = civil(to);
  return (static_cast<int>(b.year()) - static_cast<int>(a.year())) * 12 +
         static_cast<int>(static_cast<unsigned>(b.month())) - static_cast<int>(static_cast<unsigned>(a.month()));
}

/// How many whole months the period is; 0: none.
int whole_months(Day from, Day to) {
  return month_start(from) == from && ends_a_month(to) ? months_between(from, to) + 1 : 0;
}

/// The last day `months` earlier: a month's end stays one.
Day end_earlier(Day day, int months) {
  return ends_a_month(day) ? months_away(month_start(day), 1 - months) - 1 : months_away(day, -months);
}

}  // namespace

CompareWith parse_comparison(std::string_view text) {
  const auto found = std::find(kComparisons.begin(), kComparisons.end(), text);
  if (found != kComparisons.end()) return static_cast<CompareWith>(found - kComparisons.begin());
  throw usage_error(fmt::format("there is no comparison '{}'", text)).hint("use prev, year or none");
}

std::string_view to_string(CompareWith comparison) { return kComparisons[static_cast<std::size_t>(comparison)]; }

const std::vector<std::string>& period_presets() {
  static const std::vector<std::string> kPresets{"all",          "this_month",    "last_month", "this_quarter",
                                                 "last_quarter", "this_year",     "last_year",  "last_30_days",
                                                 "last_90_days", "last_12_months"};
  return kPresets;
}

Period preset_period(std::string_view preset, Day last) {
  const Day month = month_start(last);
  const Day quarter = period_start(last, Grain::quarter);
  const Day year = period_start(last, Grain::year);
  if (preset == "all") return {};
  if (preset == "this_month") return {month, next_period(month, Grain::month) - 1};
  if (preset == "last_month") return {months_away(month, -1), month - 1};
  if (preset == "this_quarter") return {quarter, next_period(quarter, Grain::quarter) - 1};
  if (preset == "last_quarter") return {months_away(quarter, -3), quarter - 1};
  if (preset == "this_year") return {year, year_end(last)};
  if (preset == "last_year") return {months_away(year, -12), year - 1};
  if (preset == "last_30_days") return {last - 29, last};
  if (preset == "last_90_days") return {last - 89, last};
  if (preset == "last_12_months") return {months_away(month, -11), last};
  throw usage_error(fmt::format("there is no period '{}'{}", preset, did_you_mean(preset, period_presets())))
      .hint("use " + join(period_presets(), ", "));
}

std::string_view usual_preset(Day first, Day last) {
  constexpr int kMonths = 13;
  return months_between(first, last) >= kMonths ? "last_12_months" : "all";
}

std::optional<Period> compared_period(const Period& period, CompareWith comparison) {
  if (comparison == CompareWith::none || !period.from || !period.to) return std::nullopt;
  const Day from = *period.from;
  const Day to = *period.to;
  constexpr int kYear = 12;
  if (comparison == CompareWith::year) return Period{months_away(from, -kYear), end_earlier(to, kYear)};
  if (const int months = whole_months(from, to); months > 0) return Period{months_away(from, -months), from - 1};
  // Some months and the days of one that goes on: the same a whole number of months earlier.
  if (const int months = months_between(from, to) + 1; month_start(from) == from && months > 1) {
    return Period{months_away(from, -months), end_earlier(to, months)};
  }
  return Period{from - (to - from) - 1, from - 1};
}

Grain usual_grain(Day from, Day to) {
  const Day days = to - from + 1;
  if (days <= 45) return Grain::day;
  if (days <= 245) return Grain::week;
  if (days <= 5 * 366) return Grain::month;
  return days <= 20 * 366 ? Grain::quarter : Grain::year;
}

Day beside(Day bucket, Grain grain, const Period& period, const Period& compared, CompareWith comparison) {
  if (comparison == CompareWith::year) return period_start(year_before(bucket, grain), grain);
  if (grain == Grain::day || grain == Grain::week) {
    return period_start(bucket - (*period.from - *compared.from), grain);
  }
  return period_start(months_away(bucket, -months_between(*compared.from, *period.from)), grain);
}

}  // namespace rox
