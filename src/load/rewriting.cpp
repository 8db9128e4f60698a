#include "load/rewriting.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>
#include <string_view>

#include "base/text.hpp"
#include "base/unicode.hpp"
#include "load/value_shapes.hpp"

namespace rox {
namespace {

/// So many rows, with so many different values, and so large a share of them leave nothing else to think.
constexpr std::size_t kEnough = 20;
constexpr std::size_t kEnoughDifferent = 10;
/// Where nothing but another writing makes one of the other, a single value will do: the code of the only company.
constexpr std::size_t kAnyValue = 1;
constexpr std::size_t kFewDifferent = 2;
constexpr double kNearlyAll = 0.95;

// Of one value before, whether it could show there, and of it and the one now, whether it does.

std::string without_zeros(const std::string& code) {
  const std::size_t first = code.find_first_not_of("+0");
  return first == std::string::npos ? "0" : code.substr(first);
}

bool lost_zeros(const std::string& before, const std::string& now) { return now == without_zeros(before); }

/// From the first that isn't zero to the last that isn't.
std::string digits_of(std::string_view number) {
  std::string digits;
  std::copy_if(number.begin(), number.end(), std::back_inserter(digits), is_digit);
  const std::size_t last = digits.find_last_not_of('0');
  return last == std::string::npos ? "" : without_zeros(digits.substr(0, last + 1));
}

bool is_nonzero(const std::string& number) { return number.find_first_of("123456789") != std::string::npos; }

/// Without zeros at the end of its fraction, which only tell how many digits its type has.
std::string plain(std::string number) {
  if (number.find('.') == std::string::npos) return number;
  number.resize(number.find_last_not_of('0') + 1);
  if (number.back() == '.') number.pop_back();
  return number;
}

bool moved_decimal_sign(const std::string& before, const std::string& now) {
  return plain(before) != plain(now) && digits_of(before) == digits_of(now) &&
         (before.front() == '-') == (now.front() == '-');
}

bool lost_digits(const std::string& before, const std::string& now) {
  constexpr std::size_t kExact = 15;  // what a spreadsheet keeps
  if (is_scientific(now)) return true;
  const std::string from = whole_digits(before);
  const std::string to = whole_digits(now);
  const std::string kept = to.substr(0, to.find_last_not_of('0') + 1);
  return from.size() == to.size() && !kept.empty() && kept.size() <= kExact && kept.size() < from.size() &&
         from.starts_with(kept.substr(0, kept.size() - 1));
}

bool lost_fraction(const std::string& before, const std::string& now) {
  return !has_fraction(now) && std::abs(value_of(before) - value_of(now)) < 1;
}

bool is_negative(const std::string& number) { return number.starts_with('-') && is_nonzero(number); }

bool lost_sign(const std::string& before, const std::string& now) { return plain(now) == plain(before.substr(1)); }

bool swapped_day(const std::string& before, const std::string& now) { return now == with_day_as_month(before); }

/// Where "13:30:00" stands in a time, or in a date with one.
std::size_t clock_at(const std::string& time) { return time.size() > 10 && time[10] == ' ' ? 11 : 0; }

bool has_clock(const std::string& time) {
  const std::size_t at = clock_at(time);
  return time.size() >= at + 8 && time[at + 2] == ':' && time[at + 5] == ':';
}

bool is_afternoon(const std::string& time) { return has_clock(time) && time.compare(clock_at(time), 2, "13") >= 0; }

bool became_morning(const std::string& before, const std::string& now) {
  const std::size_t at = clock_at(before);
  const int hour = std::atoi(before.substr(at, 2).c_str()) - 12;
  std::string morning = before;
  morning[at] = static_cast<char>('0' + hour / 10);
  morning[at + 1] = static_cast<char>('0' + hour % 10);
  return now == morning;
}

bool has_seconds(const std::string& time) { return has_clock(time) && time.compare(clock_at(time) + 6, 2, "00") != 0; }

bool is_within_day(const std::string& time) { return has_clock(time) && time.compare(11, 8, "00:00:00") != 0; }

bool lost_clock(const std::string& before, const std::string& now) {
  const std::size_t at = clock_at(before);
  return now == before.substr(0, at) + "00:00:00" || now == before.substr(0, at + 6) + "00";
}

std::size_t foreign_letters(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !is_ascii(c) && !is_continuation(c); }));
}

/// Characters that aren't ASCII have become others, or one of ASCII each, or are gone; all others are the same. Fewer
/// others than there were are what was garbled before.
bool lost_accents(const std::string& before, const std::string& now) {
  if (before == now) return false;
  const std::size_t left = foreign_letters(now);
  if (left > 0 && left < foreign_letters(before)) return false;
  std::string bare = before;
  std::erase_if(bare, [](char c) { return !is_ascii(c); });
  if (now == bare) return true;
  std::size_t n = 0;
  for (std::size_t b = 0; b < before.size();) {
    if (is_ascii(before[b])) {
      if (n >= now.size() || now[n] != before[b]) return false;
      ++b, ++n;
      continue;
    }
    std::size_t letters = 0;
    for (; b < before.size() && !is_ascii(before[b]); ++b) letters += is_continuation(before[b]) ? 0 : 1;
    if (n < now.size() && !is_ascii(now[n])) {
      while (n < now.size() && !is_ascii(now[n])) ++n;
    } else {
      n += letters;
    }
  }
  return n == now.size();
}

/// Whether it would show if accents stood apart, or signs were written as web pages do.
bool has_spelling(const std::string& text) {
  constexpr std::string_view kSigns = "&<>\"'";
  const bool has_sign = std::any_of(text.begin(), text.end(),
                                    [&](char c) { return !is_ascii(c) || kSigns.find(c) != std::string_view::npos; });
  return has_sign && !has_entity(text);
}

/// Each entity stands for one character, and all others are the same.
bool has_entities_instead(std::string_view before, std::string_view now) {
  std::size_t b = 0;
  bool any = false;
  for (std::size_t n = 0; n < now.size();) {
    if (b == before.size()) return false;
    const std::string_view entity = entity_at(now, n);
    if (entity.empty()) {
      if (before[b++] != now[n++]) return false;
      continue;
    }
    n += entity.size();
    any = true;
    for (++b; b < before.size() && is_continuation(before[b]);) ++b;
  }
  return any && b == before.size();
}

/// The other way round is a repair.
bool is_spelt_otherwise(const std::string& before, const std::string& now) {
  if (before == now) return false;
  const std::string whole = composed(now);
  return (whole != now && whole == composed(before)) || has_entities_instead(before, now);
}

/// Rows where it would show, and of them those where it does, with so many different values.
template <class Shows, class Is>
std::optional<Rewritten> count(Rewriting how, const std::vector<ValuePair>& rows, std::size_t enough_different,
                               const Shows& shows, const Is& is) {
  Rewritten found{how, 0, 0, {}, {}};
  std::set<std::string_view> different;
  for (const auto& [before, now] : rows) {
    if (!before || !now || !shows(*before)) continue;
    ++found.of;
    if (*before == *now || !is(*before, *now)) continue;
    if (found.rows++ == 0) {
      found.before = before;
      found.now = now;
    }
    if (different.size() < enough_different) different.insert(*before);
  }
  const bool nearly_all = static_cast<double>(found.rows) >= kNearlyAll * static_cast<double>(found.of);
  if (found.of < kEnough || different.size() < enough_different || !nearly_all) return std::nullopt;
  return found;
}

std::optional<std::chrono::sys_seconds> parse_time(const std::string& text) {
  if (text.size() < 19) return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t size) { return std::atoi(text.substr(at, size).c_str()); };
  const std::chrono::year_month_day day{std::chrono::year(number(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                        std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  if (!day.ok()) return std::nullopt;
  return std::chrono::sys_days(day) + std::chrono::hours(number(11, 2)) + std::chrono::minutes(number(14, 2)) +
         std::chrono::seconds(number(17, 2));
}

/// By how many hours, as between time zones.
std::optional<int> hours_between(const std::string& before, const std::string& now) {
  constexpr int kMostBetweenZones = 14;
  const auto from = parse_time(before);
  const auto to = parse_time(now);
  if (!from || !to || before.substr(19) != now.substr(19)) return std::nullopt;
  const std::chrono::seconds by = *to - *from;
  const auto hours = std::chrono::duration_cast<std::chrono::hours>(by);
  if (hours != by || by.count() == 0 || std::abs(hours.count()) > kMostBetweenZones) return std::nullopt;
  return static_cast<int>(hours.count());
}

std::optional<int> hours_between_clocks(const std::string& before, const std::string& now) {
  constexpr int kDay = 24;
  if (!has_clock(before) || !has_clock(now) || before.substr(2) != now.substr(2)) return std::nullopt;
  const int by = (std::atoi(now.c_str()) - std::atoi(before.c_str()) + kDay) % kDay;
  return by == 0 ? std::nullopt : std::optional(by);
}

/// By the same in nearly all rows.
template <class Between>
std::optional<Rewritten> find_same_move(const std::vector<ValuePair>& rows, const Between& between) {
  std::map<int, std::size_t> times;
  for (const auto& [before, now] : rows) {
    if (!before || !now) continue;
    if (const auto hours = between(*before, *now)) ++times[*hours];
  }
  if (times.empty()) return std::nullopt;
  const auto most =
      std::max_element(times.begin(), times.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return count(
      Rewriting::hours, rows, kEnoughDifferent, [](const std::string&) { return true; },
      [&](const std::string& before, const std::string& now) { return between(before, now) == most->first; });
}

/// By the same number of hours, as between time zones; whole days are what goes on in a column of last changes.
std::optional<Rewritten> find_moved_hours(const std::vector<ValuePair>& rows) {
  constexpr std::chrono::days kLong{10};
  std::chrono::sys_seconds first = std::chrono::sys_seconds::max();
  std::chrono::sys_seconds last = std::chrono::sys_seconds::min();
  for (const ValuePair& row : rows) {
    const auto time = row.before ? parse_time(*row.before) : std::nullopt;
    if (!time) continue;
    first = std::min(first, *time);
    last = std::max(last, *time);
  }
  if (first > last || last - first < kLong) return std::nullopt;  // a last reading moves on with each export
  return find_same_move(rows, hours_between);
}

/// The same of times of day, around the clock.
std::optional<Rewritten> find_moved_clock(const std::vector<ValuePair>& rows) {
  return find_same_move(rows, hours_between_clocks);
}

std::string first_characters(const std::string& text, std::size_t count) {
  std::size_t end = 0;
  while (end < text.size() && (count > 0 || is_continuation(text[end]))) {
    if (!is_continuation(text[end])) --count;
    ++end;
  }
  return text.substr(0, end);
}

std::optional<Rewritten> find_cut(const std::vector<ValuePair>& rows) {
  std::size_t longest = 0;
  for (const ValuePair& row : rows) {
    if (row.now) longest = std::max(longest, utf8_length(*row.now));
  }
  if (longest == 0) return std::nullopt;
  return count(
      Rewriting::cut, rows, kEnoughDifferent, [&](const std::string& before) { return utf8_length(before) > longest; },
      [&](const std::string& before, const std::string& now) {
        return trim(first_characters(before, longest)) == trim(now);
      });
}

/// Where most rows had a value.
std::optional<Rewritten> find_emptied(const std::vector<ValuePair>& rows) {
  Rewritten found{Rewriting::emptied, 0, 0, {}, {}};
  std::set<std::string_view> different;
  for (const auto& [before, now] : rows) {
    if (!before) continue;
    ++found.of;
    different.insert(*before);
    if (!now && found.rows++ == 0) found.before = before;
  }
  if (found.rows < found.of || found.of < kEnough || different.size() < kEnoughDifferent) return std::nullopt;
  return 2 * found.of < rows.size() ? std::nullopt : std::optional(found);
}

}  // namespace

std::optional<Rewritten> find_rewritten(const Type& type, const std::vector<ValuePair>& rows) {
  std::vector<std::optional<Rewritten>> all;
  if (type.kind == TypeKind::varchar) {
    all.push_back(count(Rewriting::zeros, rows, kAnyValue, has_zeros, lost_zeros));
    all.push_back(count(Rewriting::digits, rows, kEnoughDifferent, is_long, lost_digits));
    all.push_back(count(Rewriting::spelling, rows, kAnyValue, has_spelling, is_spelt_otherwise));
    all.push_back(count(Rewriting::accents, rows, kFewDifferent, has_accents, lost_accents));
    all.push_back(find_cut(rows));
  }
  if (is_number(type)) {
    all.push_back(count(Rewriting::digits, rows, kEnoughDifferent, is_long, lost_digits));
    all.push_back(count(Rewriting::decimal_sign, rows, kEnoughDifferent, is_nonzero, moved_decimal_sign));
    all.push_back(count(Rewriting::fraction, rows, kEnoughDifferent, has_fraction, lost_fraction));
    all.push_back(count(Rewriting::sign, rows, kEnoughDifferent, is_negative, lost_sign));
  }
  if (is_day(type.kind))
    all.push_back(count(Rewriting::day_and_month, rows, kEnoughDifferent, is_ambiguous, swapped_day));
  if (type.kind == TypeKind::timestamp) {
    all.push_back(count(Rewriting::half_day, rows, kEnoughDifferent, is_afternoon, became_morning));
    all.push_back(find_moved_hours(rows));
    all.push_back(count(Rewriting::clock, rows, kEnoughDifferent, is_within_day, lost_clock));
  }
  if (type.kind == TypeKind::time) {
    all.push_back(count(Rewriting::half_day, rows, kEnoughDifferent, is_afternoon, became_morning));
    all.push_back(find_moved_clock(rows));
  }
  if (type.kind == TypeKind::timestamp || type.kind == TypeKind::time) {
    all.push_back(count(Rewriting::clock, rows, kEnoughDifferent, has_seconds, lost_clock));
  }
  all.push_back(find_emptied(rows));
  const auto found = std::find_if(all.begin(), all.end(), [](const auto& one) { return one.has_value(); });
  return found == all.end() ? std::nullopt : *found;
}

std::string to_string(Rewriting how) {
  switch (how) {
    case Rewriting::zeros: return "the zeros or the plus in front are gone";
    case Rewriting::digits: return "the last digits are gone";
    case Rewriting::decimal_sign: return "the digits are the same, and the decimal sign is elsewhere";
    case Rewriting::fraction: return "the digits after the decimal sign are gone";
    case Rewriting::sign: return "the minus is gone";
    case Rewriting::day_and_month: return "day and month have changed places";
    case Rewriting::hours: return "the times have moved by the same hours";
    case Rewriting::half_day: return "hours of the afternoon are those of the morning";
    case Rewriting::clock: return "the time of day, or its seconds, are gone";
    case Rewriting::spelling:
      return "accents stand apart from their letters, which looks the same (NFD), or signs are written as in web pages";
    case Rewriting::accents: return "letters with accents have become something else";
    case Rewriting::cut: return "the text is cut off";
    case Rewriting::emptied: return "there is no value any more";
  }
  return {};
}

}  // namespace rox
