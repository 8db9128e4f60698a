#include "base/cron.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>
#include <vector>

#include "base/error.hpp"
#include "base/local_time.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::system_clock;

constexpr int kYear = 366;

struct Field {
  std::string_view what;
  unsigned least;
  unsigned most;
  std::span<const std::string_view> names;  // of the numbers from `least` on
};

constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                   "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> kWeekdays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

constexpr std::array<Field, 5> kFields{{{"minute", 0, 59, {}},
                                        {"hour", 0, 23, {}},
                                        {"day of the month", 1, 31, {}},
                                        {"month", 1, 12, kMonths},
                                        {"day of the week", 0, 7, kWeekdays}}};

Error wrong(const Field& field, std::string_view text) {
  return usage_error(fmt::format("'{}' is no {} of a cron expression", text, field.what))
      .hint("write minute, hour, day of the month, month and day of the week: \"30 6 * * mon-fri\"");
}

unsigned number_of(const Field& field, std::string_view text) {
  const auto named = std::find(field.names.begin(), field.names.end(), to_lower(text));
  if (named != field.names.end()) return field.least + static_cast<unsigned>(named - field.names.begin());
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < field.least || number > field.most) {
    throw wrong(field, text);
  }
  return number;
}

void read_part(const Field& field, std::string_view part, std::bitset<60>& set) {
  unsigned step = 1;
  const std::size_t slash = part.find('/');
  if (slash != std::string_view::npos) {
    step = number_of({field.what, 1, field.most, {}}, part.substr(slash + 1));
    part = part.substr(0, slash);
  }
  unsigned first = field.least;
  unsigned last = field.most;
  if (part != "*") {
    const std::size_t dash = part.find('-');
    first = number_of(field, part.substr(0, dash));
    last = dash == std::string_view::npos ? (slash == std::string_view::npos ? first : field.most)
                                          : number_of(field, part.substr(dash + 1));
  }
  if (first > last) throw wrong(field, part);
  for (unsigned number = first; number <= last; number += step) set.set(number);
}

std::bitset<60> read_field(const Field& field, std::string_view text) {
  std::bitset<60> set;
  for (const std::string& part : split(text, ',')) read_part(field, part, set);
  return set;
}

}  // namespace

Cron Cron::parse(std::string_view text) {
  std::vector<std::string> fields = split(text, ' ');
  std::erase_if(fields, [](const std::string& field) { return field.empty(); });
  if (fields.size() != kFields.size()) {
    throw usage_error(fmt::format("'{}' is no cron expression: it has {} fields, not five", text, fields.size()))
        .hint("write minute, hour, day of the month, month and day of the week: \"30 6 * * mon-fri\"");
  }
  Cron cron;
  const std::array<std::bitset<kMost>*, 5> sets{&cron.minutes_, &cron.hours_, &cron.days_, &cron.months_,
                                                &cron.weekdays_};
  for (std::size_t i = 0; i < kFields.size(); ++i) *sets.at(i) = read_field(kFields.at(i), fields[i]);
  constexpr std::size_t kOtherSunday = 7;
  if (cron.weekdays_.test(kOtherSunday)) cron.weekdays_.set(0);
  cron.any_day_ = fields[2].starts_with('*');
  cron.any_weekday_ = fields[4].starts_with('*');
  return cron;
}

bool Cron::has_day(std::chrono::sys_days day) const {
  const std::chrono::year_month_day date{day};
  if (!months_.test(static_cast<unsigned>(date.month()))) return false;
  const bool of_month = days_.test(static_cast<unsigned>(date.day()));
  const bool of_week = weekdays_.test(std::chrono::weekday{day}.c_encoding());
  if (any_day_ || any_weekday_) return of_month && of_week;
  return of_month || of_week;
}

std::optional<system_clock::time_point> Cron::last(system_clock::time_point since,
                                                   system_clock::time_point until) const {
  CalendarDay day = local_time(until).day;
  for (int i = 0; i < kYear && time_of(day, hours{24}) > since; ++i, day -= days{1}) {
    if (!has_day(day)) continue;
    for (int minute = 24 * 60 - 1; minute >= 0; --minute) {
      if (!hours_.test(static_cast<std::size_t>(minute) / 60) || !minutes_.test(static_cast<std::size_t>(minute) % 60))
        continue;
      const auto time = time_of(day, minutes{minute});
      if (time <= since) return std::nullopt;
      if (time <= until) return time;
    }
  }
  return std::nullopt;
}

std::optional<system_clock::time_point> Cron::next(system_clock::time_point since) const {
  CalendarDay day = local_time(since).day;
  for (int i = 0; i <= kYear; ++i, day += days{1}) {
    if (!has_day(day)) continue;
    for (int minute = 0; minute < 24 * 60; ++minute) {
      if (!hours_.test(static_cast<std::size_t>(minute) / 60) || !minutes_.test(static_cast<std::size_t>(minute) % 60))
        continue;
      if (const auto time = time_of(day, minutes{minute}); time > since) return time;
    }
  }
  return std::nullopt;
}

}  // namespace rox
