#include "dashboard/calendar.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>

#include "base/error.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

namespace chrono = std::chrono;

constexpr std::array<std::string_view, 5> kGrains = {"day", "week", "month", "quarter", "year"};

chrono::year_month_day civil(Day day) { return chrono::sys_days(chrono::days(day)); }

Day number(chrono::year_month_day date) { return static_cast<Day>(chrono::sys_days(date).time_since_epoch().count()); }

std::optional<unsigned> digits(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

Grain parse_grain(std::string_view text) {
  for (std::size_t i = 0; i < kGrains.size(); ++i) {
    if (kGrains[i] == text) return static_cast<Grain>(i);
  }
  throw usage_error(fmt::format("there is no grain '{}'{}", text, did_you_mean(text, {kGrains.begin(), kGrains.end()})))
      .hint("use day, week, month, quarter or year");
}

std::string_view to_string(Grain grain) { return kGrains[static_cast<std::size_t>(grain)]; }

std::string day_text(Day day) {
  const auto date = civil(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

Day parse_day(std::string_view text) {
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    const auto day = digits(text.substr(8, 2));
    if (year && month && day) {
      const chrono::year_month_day date{chrono::year(static_cast<int>(*year)), chrono::month(*month),
                                        chrono::day(*day)};
      if (date.ok()) return number(date);
    }
  }
  throw usage_error(fmt::format("'{}' isn't a date", text)).hint("write it as 2013-09-30");
}

Day period_start(Day day, Grain grain) {
  const auto date = civil(day);
  switch (grain) {
    case Grain::day: return day;
    case Grain::week: return day - static_cast<Day>(chrono::weekday(chrono::sys_days(date)).iso_encoding()) + 1;
    case Grain::month: return number(date.year() / date.month() / 1);
    case Grain::year: return number(date.year() / chrono::January / 1);
    case Grain::quarter: break;
  }
  const unsigned month = (static_cast<unsigned>(date.month()) - 1) / 3 * 3 + 1;
  return number(date.year() / chrono::month(month) / 1);
}

Day next_period(Day start, Grain grain) {
  switch (grain) {
    case Grain::day: return start + 1;
    case Grain::week: return start + 7;
    case Grain::month: return number(civil(start) + chrono::months(1));
    case Grain::year: return number(civil(start) + chrono::years(1));
    case Grain::quarter: break;
  }
  return number(civil(start) + chrono::months(3));
}

Day year_before(Day start, Grain grain) {
  if (grain == Grain::week) return start - 52 * 7;
  auto date = civil(start) - chrono::years(1);
  if (!date.ok()) date = date.year() / date.month() / chrono::last;
  return number(date);
}

}  // namespace rox
