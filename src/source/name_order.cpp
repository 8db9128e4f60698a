#include "source/name_order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <numeric>
#include <optional>

#include "base/text.hpp"

namespace rox {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// What says whether a month stands before its day.
enum class DayPlace { clear, after_month, before_month, either };

/// A date of a name. Without a day, or a month, those are 0.
struct NameDate {
  int year = 0;
  int month = 0;
  int day = 0;
  DayPlace day_place = DayPlace::clear;  // either: read as if the day came first
  std::string time{};                    // six digits or more, or none

  std::string key(bool month_first) const {
    const bool swapped = day_place == DayPlace::either && month_first;
    return fmt::format("{:04}{:02}{:02}{}", year, swapped ? day : month, swapped ? month : day, time);
  }
};

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

bool is_year(std::string_view digits) {
  return digits.size() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
}
bool is_up_to(std::string_view digits, int most) {
  return !digits.empty() && digits.size() <= 2 && number(digits) >= 1 && number(digits) <= most;
}
bool is_month(std::string_view digits) { return is_up_to(digits, 12); }
bool is_day(std::string_view digits) { return is_up_to(digits, 31); }

/// "083000", "0830".
std::optional<std::string> compact_time(std::string_view digits) {
  if (digits.size() != 4 && digits.size() != 6) return std::nullopt;
  const bool fits = number(digits.substr(0, 2)) < 24 && number(digits.substr(2, 2)) < 60 &&
                    (digits.size() == 4 || number(digits.substr(4)) < 60);
  return fits ? std::optional(fmt::format("{:0<6}", digits)) : std::nullopt;
}

/// Day and month, in the order in which they stand; a day past 12 says which is which.
std::optional<NameDate> with_year_last(std::string_view first, std::string_view second, std::string_view year) {
  if (!is_year(year)) return std::nullopt;
  if (is_day(first) && is_month(second)) {
    const DayPlace place = is_month(first) ? DayPlace::either : DayPlace::before_month;
    return NameDate{number(year), number(second), number(first), place};
  }
  if (is_month(first) && is_day(second)) {
    return NameDate{number(year), number(first), number(second), DayPlace::after_month};
  }
  return std::nullopt;
}

/// "2024W09", "2024-W9": the week's Monday. The first week of a year is the one with 4 January.
std::optional<NameDate> week_date(std::string_view text) {
  using namespace std::chrono;
  const std::string_view year_text = text.substr(0, std::min<std::size_t>(text.size(), 4));
  const std::size_t sign = text.find_first_of("Ww");
  if (sign == std::string_view::npos || !is_year(year_text) || !is_up_to(text.substr(sign + 1), 53)) {
    return std::nullopt;
  }
  const sys_days in_first{year{number(year_text)} / January / 4};
  const sys_days monday = in_first - (weekday{in_first} - Monday) + weeks{number(text.substr(sign + 1)) - 1};
  const year_month_day date{monday};
  return NameDate{static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
                  static_cast<int>(static_cast<unsigned>(date.day()))};
}

/// Digits without signs between them: 20240131, 31012024, 202401, 2024, 20240131083000.
std::optional<NameDate> compact_date(std::string_view digits) {
  const std::string_view year = digits.substr(0, std::min<std::size_t>(digits.size(), 4));
  if (is_year(year) && digits.size() == 4) return NameDate{number(year), 0, 0};
  if (is_year(year) && digits.size() == 6 && is_month(digits.substr(4))) {
    return NameDate{number(year), number(digits.substr(4)), 0};
  }
  if (is_year(year) && digits.size() >= 8 && is_month(digits.substr(4, 2)) && is_day(digits.substr(6, 2))) {
    NameDate date{number(year), number(digits.substr(4, 2)), number(digits.substr(6, 2))};
    if (digits.size() == 8) return date;
    const std::optional<std::string> time = compact_time(digits.substr(8, 6));
    if (!time) return std::nullopt;
    date.time = *time + std::string(digits.substr(std::min<std::size_t>(digits.size(), 14)));
    return date;
  }
  if (digits.size() == 8) return with_year_last(digits.substr(0, 2), digits.substr(2, 2), digits.substr(4));
  return std::nullopt;
}

/// The date that begins with group `at`, which is left behind it.
std::optional<NameDate> date_at(const std::vector<std::string_view>& groups, std::size_t& at) {
  const auto group = [&](std::size_t i) { return at + i < groups.size() ? groups[at + i] : std::string_view(); };
  if (is_year(group(0)) && is_month(group(1))) {
    const bool has_day = is_day(group(2));
    NameDate date{number(group(0)), number(group(1)), has_day ? number(group(2)) : 0};
    at += has_day ? 3 : 2;
    return date;
  }
  if (auto date = with_year_last(group(0), group(1), group(2))) {
    at += 3;
    return date;
  }
  if (is_month(group(0)) && is_year(group(1)) && !is_month(group(2))) {
    NameDate date{number(group(1)), number(group(0)), 0};
    at += 2;
    return date;
  }
  auto date = week_date(group(0));
  if (!date) date = compact_date(group(0));
  if (date) ++at;
  return date;
}

/// The time that the groups from `at` on are: 083000, 0830, 08-30, 08-30-15. None: they count something else.
std::string time_at(const std::vector<std::string_view>& groups, std::size_t at) {
  if (at >= groups.size()) return "";
  if (auto time = compact_time(groups[at])) return *time;
  std::string joined;
  for (std::size_t i = at; i < groups.size() && i < at + 3 && groups[i].size() == 2; ++i) joined += groups[i];
  return compact_time(joined).value_or("");
}

/// The numbers of a name as they stand in it: each run of them cut at the signs between its digits. A year and its week
/// are one number.
struct Run {
  std::vector<std::string_view> groups;
  bool after_t = false;  // 2024-01-31T08-30
};

std::vector<Run> runs_of(std::string_view name) {
  std::vector<Run> runs;
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t size = number_size(name.substr(at));
    if (size == 0) {
      ++at;
      continue;
    }
    Run& run = runs.emplace_back();
    run.after_t = at >= 2 && (name[at - 1] == 'T' || name[at - 1] == 't') && is_digit(name[at - 2]);
    const std::string_view text = name.substr(at, size);
    for (std::size_t begin = 0; begin < size;) {
      std::size_t end = begin;
      while (end < size && is_digit(text[end])) ++end;
      if (const std::size_t week = text.substr(end).find_first_of("Ww"); week <= 1) {
        end += week + 1;
        while (end < size && is_digit(text[end])) ++end;
      }
      run.groups.push_back(text.substr(begin, end - begin));
      begin = end + 1;
    }
    at += size;
  }
  return runs;
}

/// How much of a day a date tells.
int precision(const NameDate& date) { return date.day > 0 ? 3 : date.month > 0 ? 2 : 1; }

/// A date among the groups of a run.
struct FoundDate {
  NameDate date;
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// The first of those that tell the most: in "shop1_2024-01-31" 1_2024 is no month.
std::optional<FoundDate> date_in(const std::vector<std::string_view>& groups) {
  std::optional<FoundDate> best;
  for (std::size_t at = 0; at < groups.size(); ++at) {
    std::size_t end = at;
    const std::optional<NameDate> date = date_at(groups, end);
    if (!date || (best && precision(best->date) >= precision(*date))) continue;
    best = {*date, at, end};
  }
  return best;
}

std::optional<NameDate> date_of(std::string_view name) {
  std::optional<NameDate> best;
  const std::vector<Run> runs = runs_of(name);
  for (std::size_t r = 0; r < runs.size(); ++r) {
    std::optional<FoundDate> found = date_in(runs[r].groups);
    if (!found || (best && precision(*best) >= precision(found->date))) continue;
    best = std::move(found->date);
    if (best->month == 0 || !best->time.empty()) continue;
    best->time = time_at(runs[r].groups, found->end);
    if (best->time.empty() && r + 1 < runs.size() && runs[r + 1].after_t) best->time = time_at(runs[r + 1].groups, 0);
  }
  return best;
}

/// Numbers of any length, so that the greater is the greater text.
std::string number_key(std::string_view name) {
  std::string key;
  for (const Run& run : runs_of(name)) {
    for (std::string_view digits : run.groups) {
      digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
      key += fmt::format("{:03}{} ", digits.size(), digits);
    }
  }
  return key;
}

}  // namespace

std::string with_open_dates(std::string_view name) {
  std::string open;
  while (!name.empty()) {
    const std::string_view number = name.substr(0, std::max<std::size_t>(number_size(name), 1));
    const std::vector<Run> runs = runs_of(number);
    const std::optional<FoundDate> found = runs.empty() ? std::nullopt : date_in(runs.front().groups);
    if (found && found->date.month > 0) {  // what counts in front of it stays
      open += number.substr(0, static_cast<std::size_t>(runs.front().groups[found->begin].data() - number.data()));
      open += '#';
    } else {
      open += number;
    }
    name.remove_prefix(number.size());
  }
  return open;
}

bool has_year(std::string_view name) { return date_of(name).has_value(); }

std::vector<std::size_t> NameOrder::newest(const std::vector<std::string>& names) const {
  std::vector<std::size_t> found;
  if (keys.empty()) return found;
  const auto greatest = std::max_element(keys.begin(), keys.end());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i] == *greatest) found.push_back(i);
  }
  if (dated[static_cast<std::size_t>(greatest - keys.begin())]) return found;
  const auto last =
      std::max_element(found.begin(), found.end(), [&](std::size_t a, std::size_t b) { return names[a] < names[b]; });
  return {*last};
}

NameOrder order_by_name(const std::vector<std::string>& names) {
  std::vector<std::optional<NameDate>> dates;
  for (const std::string& name : names) dates.push_back(date_of(name));
  const auto any = [&](auto is_such) {
    return std::any_of(dates.begin(), dates.end(), [&](const auto& date) { return date && is_such(*date); });
  };
  // Beside a year alone may be anything: weeks, say. But not among days: there it is a slip.
  const auto of_precision = [&](int wanted) {
    return std::count_if(dates.begin(), dates.end(), [&](const auto& d) { return d && precision(*d) == wanted; });
  };
  if (of_precision(3) >= of_precision(1)) {
    for (auto& date : dates) {
      if (date && date->month == 0) date.reset();
    }
  }
  const bool by_date =
      any([](const NameDate&) { return true; }) && !any([](const NameDate& d) { return d.month == 0; });
  const auto keys_of = [&](bool month_first) {
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < names.size(); ++i) {
      keys.push_back(!by_date ? number_key(names[i]) : dates[i] ? dates[i]->key(month_first) : "");
    }
    return keys;
  };
  // One day past 12 tells of all names.
  const bool month_first = any([](const NameDate& d) { return d.day_place == DayPlace::after_month; });
  const bool is_told = month_first || any([](const NameDate& d) { return d.day_place == DayPlace::before_month; });
  NameOrder order;
  order.keys = keys_of(month_first);
  for (const auto& date : dates) order.dated.push_back(by_date && date);
  if (!by_date || is_told) return order;
  NameOrder other = order;
  other.keys = keys_of(true);
  order.day_or_month = order.newest(names) != other.newest(names);
  return order;
}

}  // namespace rox
