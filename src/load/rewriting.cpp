#include "load/rewriting.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>
#include <string_view>

#include "base/text.hpp"

namespace rox {
namespace {

/// So many rows, with so many different values, and so large a share of them leave nothing else to think.
constexpr std::size_t kEnough = 20;
constexpr std::size_t kEnoughDifferent = 10;
constexpr double kNearlyAll = 0.95;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

bool is_day(TypeKind kind) { return kind == TypeKind::date || kind == TypeKind::timestamp; }

// Of one value before, whether it could show there, and of it and the one now, whether it does.

bool is_code(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

bool has_zeros(const std::string& code) { return code.size() > 1 && code.front() == '0' && is_code(code); }

std::string without_zeros(const std::string& code) {
  const std::size_t first = code.find_first_not_of('0');
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

bool moved_decimal_sign(const std::string& before, const std::string& now) {
  return before != now && digits_of(before) == digits_of(now) && (before.front() == '-') == (now.front() == '-');
}

bool has_fraction(const std::string& number) {
  const std::size_t point = number.find('.');
  return point != std::string::npos && number.find_first_of("123456789", point) != std::string::npos;
}

double value_of(const std::string& number) { return std::strtod(number.c_str(), nullptr); }

bool lost_fraction(const std::string& before, const std::string& now) {
  return !has_fraction(now) && std::abs(value_of(before) - value_of(now)) < 1;
}

bool is_negative(const std::string& number) { return number.starts_with('-') && is_nonzero(number); }

bool lost_sign(const std::string& before, const std::string& now) { return now == before.substr(1); }

/// "2024-03-09 …" as "2024-09-03 …".
std::string with_day_as_month(std::string time) {
  std::swap_ranges(time.begin() + 5, time.begin() + 7, time.begin() + 8);
  return time;
}

bool is_ambiguous(const std::string& time) {
  if (time.size() < 10 || time[4] != '-' || time[7] != '-') return false;
  return time.compare(8, 2, "12") <= 0 && time.compare(5, 2, time, 8, 2) != 0;
}

bool swapped_day(const std::string& before, const std::string& now) { return now == with_day_as_month(before); }

bool has_accents(const std::string& text) { return !std::all_of(text.begin(), text.end(), is_ascii); }

/// Characters that aren't ASCII have become others, or one of ASCII each; all others are the same.
bool lost_accents(const std::string& before, const std::string& now) {
  if (before == now) return false;
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

/// Rows where it would show, and of them those where it does.
template <class Shows, class Is>
std::optional<Rewritten> count(Rewriting how, const std::vector<ValuePair>& rows, const Shows& shows, const Is& is) {
  Rewritten found{how, 0, 0, {}, {}};
  std::set<std::string_view> different;
  for (const auto& [before, now] : rows) {
    if (!before || !now || !shows(*before)) continue;
    ++found.of;
    if (!is(*before, *now)) continue;
    if (found.rows++ == 0) {
      found.before = before;
      found.now = now;
    }
    if (different.size() < kEnoughDifferent) different.insert(*before);
  }
  const bool nearly_all = static_cast<double>(found.rows) >= kNearlyAll * static_cast<double>(found.of);
  if (found.of < kEnough || different.size() < kEnoughDifferent || !nearly_all) return std::nullopt;
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

/// By the same number of hours, as between time zones; whole days are what goes on in a column of last changes.
std::optional<Rewritten> find_moved_hours(const std::vector<ValuePair>& rows) {
  constexpr int kMostBetweenZones = 14;
  const auto moved = [](const std::string& before, const std::string& now) -> std::optional<int> {
    const auto from = parse_time(before);
    const auto to = parse_time(now);
    if (!from || !to || before.substr(19) != now.substr(19)) return std::nullopt;
    const std::chrono::seconds by = *to - *from;
    const auto hours = std::chrono::duration_cast<std::chrono::hours>(by);
    if (hours != by || by.count() == 0 || std::abs(hours.count()) > kMostBetweenZones) return std::nullopt;
    return static_cast<int>(hours.count());
  };
  std::map<int, std::size_t> times;
  for (const auto& [before, now] : rows) {
    if (const auto hours = before && now ? moved(*before, *now) : std::nullopt) ++times[*hours];
  }
  if (times.empty()) return std::nullopt;
  const auto most =
      std::max_element(times.begin(), times.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return count(
      Rewriting::hours, rows, [](const std::string&) { return true; },
      [&](const std::string& before, const std::string& now) { return moved(before, now) == most->first; });
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
      Rewriting::cut, rows, [&](const std::string& before) { return utf8_length(before) > longest; },
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

/// The values that there are.
std::vector<std::string> present(const std::vector<KeptValue>& values) {
  std::vector<std::string> found;
  for (const KeptValue& value : values) {
    if (value) found.push_back(*value);
  }
  return found;
}

template <class Is>
double share(const std::vector<std::string>& values, const Is& is) {
  if (values.empty()) return 0;
  const auto count = std::count_if(values.begin(), values.end(), is);
  return static_cast<double>(count) / static_cast<double>(values.size());
}

/// Whether what that share of values has would hardly be missing in so many by chance.
bool is_missed(double share, std::size_t values) {
  constexpr double kByChance = 1e-6;
  return values >= kEnough && std::pow(1 - share, static_cast<double>(values)) < kByChance;
}

double median_size(const std::vector<std::string>& numbers) {
  std::vector<double> sizes;
  for (const std::string& number : numbers) sizes.push_back(std::abs(value_of(number)));
  const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
  std::nth_element(sizes.begin(), middle, sizes.end());
  return *middle;
}

Rewritten all_of(Rewriting how, const std::vector<std::string>& values) {
  return {how, values.size(), values.size(), {}, values.front()};
}

/// Amounts that had cents have none, and are many times as large: whole ones alone may be what was sold.
std::optional<Rewritten> find_large(const std::vector<std::string>& before, const std::vector<std::string>& now) {
  constexpr double kManyTimes = 8;
  if (!is_missed(share(before, has_fraction), now.size()) || share(now, has_fraction) > 0) return std::nullopt;
  if (median_size(now) < kManyTimes * median_size(before)) return std::nullopt;
  return all_of(Rewriting::decimal_sign, now);
}

/// None begins with a zero, and some are shorter than any was.
std::optional<Rewritten> find_short_codes(const std::vector<std::string>& before, const std::vector<std::string>& now) {
  if (!is_missed(share(before, has_zeros), now.size()) || share(now, has_zeros) > 0) return std::nullopt;
  std::size_t shortest = std::string::npos;
  for (const std::string& code : before) {
    if (is_code(code)) shortest = std::min(shortest, code.size());
  }
  const auto shorter = std::find_if(now.begin(), now.end(),
                                    [&](const std::string& code) { return is_code(code) && code.size() < shortest; });
  if (shorter == now.end()) return std::nullopt;
  return Rewritten{Rewriting::zeros, now.size(), now.size(), {}, *shorter};
}

/// Question marks inside words, where there were accents.
std::optional<Rewritten> find_question_marks(const std::vector<std::string>& before,
                                             const std::vector<std::string>& now) {
  const auto is_asked = [](const std::string& text) {
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
      if (text[i] == '?' && is_letter(text[i - 1]) && is_letter(text[i + 1])) return true;
    }
    return false;
  };
  const double accents = share(before, has_accents);
  if (!is_missed(accents, now.size()) || share(now, has_accents) > 0) return std::nullopt;
  const double asked = share(now, is_asked);
  if (asked < accents / 4 || share(before, is_asked) > asked / 10) return std::nullopt;
  Rewritten found = all_of(Rewriting::accents, now);
  found.now = *std::find_if(now.begin(), now.end(), is_asked);
  return found;
}

/// Days that are still to come, and wouldn't be if they were months.
std::optional<Rewritten> find_future(const std::vector<std::string>& before, const std::vector<std::string>& now,
                                     const std::string& latest) {
  constexpr std::size_t kMany = 5;
  const auto is_later = [&](const std::string& time) { return time > latest; };
  if (before.empty() || share(before, is_later) > 0) return std::nullopt;
  Rewritten found{Rewriting::day_and_month, 0, 0, {}, {}};
  for (const std::string& time : now) {
    ++found.of;
    if (!is_later(time)) continue;
    if (!is_ambiguous(time) || is_later(with_day_as_month(time))) return std::nullopt;
    if (found.rows++ == 0) found.now = time;
  }
  if (found.rows < kMany || found.rows * 5 < found.of) return std::nullopt;
  return found;
}

}  // namespace

std::optional<Rewritten> find_rewritten(const Type& type, const std::vector<ValuePair>& rows) {
  std::vector<std::optional<Rewritten>> all;
  if (type.kind == TypeKind::varchar) {
    all.push_back(count(Rewriting::zeros, rows, has_zeros, lost_zeros));
    all.push_back(count(Rewriting::accents, rows, has_accents, lost_accents));
    all.push_back(find_cut(rows));
  }
  if (is_number(type)) {
    all.push_back(count(Rewriting::decimal_sign, rows, is_nonzero, moved_decimal_sign));
    all.push_back(count(Rewriting::fraction, rows, has_fraction, lost_fraction));
    all.push_back(count(Rewriting::sign, rows, is_negative, lost_sign));
  }
  if (is_day(type.kind)) all.push_back(count(Rewriting::day_and_month, rows, is_ambiguous, swapped_day));
  if (type.kind == TypeKind::timestamp) all.push_back(find_moved_hours(rows));
  all.push_back(find_emptied(rows));
  const auto found = std::find_if(all.begin(), all.end(), [](const auto& one) { return one.has_value(); });
  return found == all.end() ? std::nullopt : *found;
}

std::optional<Rewritten> find_unlike(const Type& type, const std::vector<KeptValue>& before,
                                     const std::vector<KeptValue>& now, const std::string& latest) {
  const std::vector<std::string> old = present(before);
  const std::vector<std::string> come = present(now);
  if (come.size() < kEnough || old.size() < kEnough) return std::nullopt;
  if (is_number(type)) return find_large(old, come);
  if (is_day(type.kind)) return find_future(old, come, latest);
  if (type.kind != TypeKind::varchar) return std::nullopt;
  const auto short_codes = find_short_codes(old, come);
  return short_codes ? short_codes : find_question_marks(old, come);
}

std::string to_string(Rewriting how) {
  switch (how) {
    case Rewriting::zeros: return "the zeros in front are gone";
    case Rewriting::decimal_sign: return "the digits are the same, and the decimal sign is elsewhere";
    case Rewriting::fraction: return "the digits after the decimal sign are gone";
    case Rewriting::sign: return "the minus is gone";
    case Rewriting::day_and_month: return "day and month have changed places";
    case Rewriting::hours: return "the times have moved by the same hours";
    case Rewriting::accents: return "letters with accents have become something else";
    case Rewriting::cut: return "the text is cut off";
    case Rewriting::emptied: return "there is no value any more";
  }
  return {};
}

}  // namespace rox
