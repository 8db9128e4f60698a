#include "load/unlike.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/unicode.hpp"
#include "load/value_shapes.hpp"

namespace rox {
namespace {

/// Of fewer values nothing can be said.
constexpr std::size_t kEnough = 20;
constexpr double kNearlyAll = 0.95;

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

/// Accents that stand apart, or entities, where there were none, and no letters with accents any more.
std::optional<Rewritten> find_other_spelling(const std::vector<std::string>& before,
                                             const std::vector<std::string>& now) {
  const auto is_spelt = [](const std::string& text) { return has_entity(text) || composed(text) != text; };
  const double accents = share(before, has_accents);
  if (!is_missed(accents, now.size()) || share(now, has_accents) > 0 || share(before, is_spelt) > 0) {
    return std::nullopt;
  }
  if (share(now, is_spelt) < accents / 4) return std::nullopt;
  Rewritten found = all_of(Rewriting::spelling, now);
  found.now = *std::find_if(now.begin(), now.end(), is_spelt);
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

std::optional<Rewritten> find_unlike(const Type& type, const std::vector<KeptValue>& before,
                                     const std::vector<KeptValue>& now, const std::string& latest) {
  const std::vector<std::string> old = present(before);
  const std::vector<std::string> come = present(now);
  if (come.size() < kEnough || old.size() < kEnough) return std::nullopt;
  if (is_number(type)) return find_large(old, come);
  if (is_day(type.kind)) return find_future(old, come, latest);
  if (type.kind != TypeKind::varchar) return std::nullopt;
  for (const auto& find : {find_short_codes, find_scientific, find_other_spelling, find_question_marks}) {
    if (std::optional<Rewritten> found = find(old, come)) return found;
  }
  return std::nullopt;
}

}  // namespace rox
