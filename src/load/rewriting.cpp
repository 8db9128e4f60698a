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

/// Or a plus, as telephone numbers have.
bool has_zeros(const std::string& code) {
  const bool has_plus = code.starts_with('+');
  return code.size() > 1 && (has_plus || code.front() == '0') &&
         is_code(std::string_view(code).substr(has_plus ? 1 : 0));
}

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

/// Digits of a whole number, or of a code.
std::string whole_digits(const std::string& number) {
  const std::string digits = number.substr(0, number.find('.'));
  return digits.starts_with('-') ? digits.substr(1) : digits;
}

/// So long that a spreadsheet rounds it, and not round by itself.
bool is_long(const std::string& number) {
  constexpr std::size_t kLong = 12;
  const std::string digits = whole_digits(number);
  return digits.size() >= kLong && is_code(digits) && digits.back() != '0';
}

/// "7,89E+12"
bool is_scientific(const std::string& text) {
  const std::size_t e = text.find('E');
  if (e == std::string::npos || e == 0 || e + 2 >= text.size() || text[e + 1] != '+') return false;
  const std::string mantissa = text.substr(0, e);
  return is_digit(mantissa.front()) && mantissa.find_first_not_of("0123456789.,") == std::string::npos &&
         is_code(text.substr(e + 2));
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

bool has_fraction(const std::string& number) {
  const std::size_t point = number.find('.');
  return point != std::string::npos && number.find_first_of("123456789", point) != std::string::npos;
}

double value_of(const std::string& number) { return std::strtod(number.c_str(), nullptr); }

bool lost_fraction(const std::string& before, const std::string& now) {
  return !has_fraction(now) && std::abs(value_of(before) - value_of(now)) < 1;
}

bool is_negative(const std::string& number) { return number.starts_with('-') && is_nonzero(number); }

bool lost_sign(const std::string& before, const std::string& now) { return plain(now) == plain(before.substr(1)); }

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

bool is_latin(char32_t letter) { return letter >= 0xC0 && letter < 0x250; }

/// Words in Latin letters, some of which have accents. In other scripts another name is another text.
bool has_accents(const std::string& text) {
  std::size_t accents = 0;
  std::size_t letters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_ascii(text[i])) {
      letters += is_letter(text[i]) ? 1 : 0;
    } else if (!is_continuation(text[i])) {
      const auto lead = static_cast<unsigned char>(text[i]);
      const bool two_bytes = (lead & 0xE0) == 0xC0 && i + 1 < text.size();
      if (!two_bytes ||
          !is_latin(static_cast<char32_t>((lead & 0x1F) << 6 | (static_cast<unsigned char>(text[i + 1]) & 0x3F)))) {
        return false;
      }
      ++accents;
    }
  }
  return accents > 0 && letters >= accents;
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

/// Amounts that had cents have none, and are about as many times larger as a decimal sign makes: whole ones alone may
/// be what was sold.
std::optional<Rewritten> find_large(const std::vector<std::string>& before, const std::vector<std::string>& now) {
  constexpr double kLeast = 20;
  constexpr double kMost = 500;
  if (!is_missed(share(before, has_fraction), now.size()) || share(now, has_fraction) > 0) return std::nullopt;
  const double times = median_size(now) / std::max(median_size(before), 1e-9);
  if (times < kLeast || times > kMost) return std::nullopt;
  return all_of(Rewriting::decimal_sign, now);
}

/// None begins with a zero, and they are of several lengths, shorter than the one that all had: codes of a new kind
/// would have a length of their own.
std::optional<Rewritten> find_short_codes(const std::vector<std::string>& before, const std::vector<std::string>& now) {
  if (!is_missed(share(before, has_zeros), now.size()) || share(now, has_zeros) > 0) return std::nullopt;
  std::map<std::size_t, std::size_t> lengths;
  for (const std::string& code : before) ++lengths[code.size()];
  const auto usual = std::max_element(lengths.begin(), lengths.end(),
                                      [](const auto& a, const auto& b) { return a.second < b.second; });
  if (static_cast<double>(usual->second) < kNearlyAll * static_cast<double>(before.size())) return std::nullopt;
  const auto is_shorter = [&](const std::string& code) { return is_code(code) && code.size() < usual->first; };
  const auto shorter = std::find_if(now.begin(), now.end(), is_shorter);
  std::set<std::size_t> shorter_lengths;
  for (const std::string& code : now) {
    if (is_shorter(code)) shorter_lengths.insert(code.size());
    if (is_code(code) && code.size() > usual->first) return std::nullopt;
  }
  const bool some_full =
      std::any_of(now.begin(), now.end(), [&](const auto& code) { return code.size() == usual->first; });
  if (shorter == now.end() || (shorter_lengths.size() < 2 && !some_full)) return std::nullopt;
  return Rewritten{Rewriting::zeros, now.size(), now.size(), {}, *shorter};
}

/// Long codes have become 7,89E+12.
std::optional<Rewritten> find_scientific(const std::vector<std::string>& before, const std::vector<std::string>& now) {
  constexpr double kHalf = 0.5;
  if (share(before, is_long) < kHalf || share(before, is_scientific) > 0 || share(now, is_scientific) < kHalf) {
    return std::nullopt;
  }
  Rewritten found = all_of(Rewriting::digits, now);
  found.now = *std::find_if(now.begin(), now.end(), is_scientific);
  return found;
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

/// Days that are still to come, in several months, and wouldn't be if they were months.
std::optional<Rewritten> find_future(const std::vector<std::string>& before, const std::vector<std::string>& now,
                                     const std::string& latest) {
  constexpr std::size_t kMany = 20;
  constexpr std::size_t kMonths = 3;
  std::set<std::string> months;
  const auto is_later = [&](const std::string& time) { return time > latest; };
  if (before.empty() || share(before, is_later) > 0) return std::nullopt;
  Rewritten found{Rewriting::day_and_month, 0, 0, {}, {}};
  for (const std::string& time : now) {
    ++found.of;
    if (!is_later(time)) continue;
    if (!is_ambiguous(time) || is_later(with_day_as_month(time))) return std::nullopt;
    if (found.rows++ == 0) found.now = time;
    months.insert(time.substr(0, 7));
  }
  if (found.rows < kMany || months.size() < kMonths || found.rows * 5 < found.of) return std::nullopt;
  return found;
}

}  // namespace

std::optional<Rewritten> find_rewritten(const Type& type, const std::vector<ValuePair>& rows) {
  std::vector<std::optional<Rewritten>> all;
  if (type.kind == TypeKind::varchar) {
    all.push_back(count(Rewriting::zeros, rows, has_zeros, lost_zeros));
    all.push_back(count(Rewriting::digits, rows, is_long, lost_digits));
    all.push_back(count(Rewriting::accents, rows, has_accents, lost_accents));
    all.push_back(find_cut(rows));
  }
  if (is_number(type)) {
    all.push_back(count(Rewriting::digits, rows, is_long, lost_digits));
    all.push_back(count(Rewriting::decimal_sign, rows, is_nonzero, moved_decimal_sign));
    all.push_back(count(Rewriting::fraction, rows, has_fraction, lost_fraction));
    all.push_back(count(Rewriting::sign, rows, is_negative, lost_sign));
  }
  if (is_day(type.kind)) all.push_back(count(Rewriting::day_and_month, rows, is_ambiguous, swapped_day));
  if (type.kind == TypeKind::timestamp) {
    all.push_back(count(Rewriting::half_day, rows, is_afternoon, became_morning));
    all.push_back(find_moved_hours(rows));
    all.push_back(count(Rewriting::clock, rows, is_within_day, lost_clock));
  }
  if (type.kind == TypeKind::time) all.push_back(count(Rewriting::half_day, rows, is_afternoon, became_morning));
  if (type.kind == TypeKind::timestamp || type.kind == TypeKind::time) {
    all.push_back(count(Rewriting::clock, rows, has_seconds, lost_clock));
  }
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
  if (const auto short_codes = find_short_codes(old, come)) return short_codes;
  const auto scientific = find_scientific(old, come);
  return scientific ? scientific : find_question_marks(old, come);
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
    case Rewriting::accents: return "letters with accents have become something else";
    case Rewriting::cut: return "the text is cut off";
    case Rewriting::emptied: return "there is no value any more";
  }
  return {};
}

}  // namespace rox
