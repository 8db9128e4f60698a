#include "discovery/types.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "discovery/date_type.hpp"
#include "discovery/number_type.hpp"
#include "discovery/times.hpp"
#include "discovery/type_decision.hpp"
#include "discovery/type_names.hpp"

namespace rox {

namespace {

/// "a DATE but for 3 values" is said where at least this many values fit for each that doesn't.
constexpr std::uint64_t kFitsPerMisfit = 10;

/// Whether the column is dates of digits alone, which are numbers as well.
bool is_compact_date(const ColumnProfile& profile, std::string_view name) {
  return profile.date.misfits.count == 0 && all_compact(profile.date) && !is_id_name(name);
}

/// Whether all words that were seen are of that pair (n is of two: y/n and s/n).
bool all_of_pair(const BooleanEvidence& boolean, const BooleanPair& pair) {
  for (std::size_t i = 0; i < boolean.seen.size(); ++i) {
    if (boolean.seen[i][0].set && kBooleanWords[i].yes != pair.yes) return false;
    if (boolean.seen[i][1].set && kBooleanWords[i].no != pair.no) return false;
  }
  return true;
}

bool decide_boolean(TypeDecision& d) {
  const BooleanEvidence& boolean = d.profile.boolean;
  std::vector<std::size_t> pairs;
  for (std::size_t i = 0; i < boolean.seen.size(); ++i) {
    if (all_of_pair(boolean, kBooleanWords[i])) pairs.push_back(i);
  }
  if (pairs.size() != 1) return false;
  const auto& [yes, no] = boolean.seen[pairs.front()];
  const BooleanPair& words = kBooleanWords[pairs.front()];
  const bool both = yes.set && no.set;
  const bool plain_words = words.yes == "true" || words.yes == "verdadeiro";
  // N and S may be north and south, F and T female and trial (but t and f are how databases write what they know to be
  // a truth value); one of two words alone may be any code.
  const bool of_database = words.yes == "t" && yes.value == "t" && no.value == "f";
  const bool needs_name = !both || (words.yes.size() == 1 && !of_database);
  if (!plain_words && needs_name && !(both && is_flag_name(d.name))) return false;
  d.verdict.type = {TypeKind::boolean, 0, 0, 0};
  d.reason(fmt::format("only '{}' and '{}': {}", words.yes, words.no, d.say(yes.set ? yes : no)));
  return true;
}

void decide_text(TypeDecision& d) {
  const TextEvidence& text = d.profile.text;
  d.verdict.format = {};
  if (text.count == 0) {
    d.verdict.type = {TypeKind::varchar, 0, 0, 0};
    d.reason("no values, so nothing is proven");
    return;
  }
  d.verdict.type = {TypeKind::varchar, 0, 0, 0};
  if (text.formula.set) {
    d.verdict.format.formula = true;
    d.reason(fmt::format("texts as spreadsheets keep them, read without =\"…\": {}", d.say(text.formula)));
  }
  d.reason(fmt::format("{} characters from {}", text.characters.amount, d.say(text.characters.witness)));
  if (text.bytes.amount != text.characters.amount) {
    d.reason(fmt::format("{} bytes from {}", text.bytes.amount, d.say(text.bytes.witness)));
  }
}

/// Clock times are TIME, or stay as they are written; either is said where it isn't certain.
bool decide_time(TypeDecision& d) {
  TimeVerdict times = judge_times(d.profile.time, d.name, d.context.files);
  for (std::string& warning : times.warnings) d.warn(std::move(warning));
  if (!times.is_time) return false;
  for (std::string& reason : times.reasons) d.reason(std::move(reason));
  d.verdict.type = {TypeKind::time, 0, 0, 0};
  d.verdict.format = times.format;
  return true;
}

/// "+1,50" is no code, but a plus is no part of a number either unless somebody says so.
void warn_plus(TypeDecision& d) {
  const NumberEvidence& number = d.profile.number;
  if (number.misfits.count == 0 || number.with_plus != number.misfits.count) return;
  d.warn(
      fmt::format("text, because of the plus in {}. If these are numbers, say so in model.toml: type = "
                  "\"DECIMAL(18,2)\", format = \"padded\"",
                  d.say(number.misfits.first)));
}

/// Says which values kept a column text that would otherwise have been more.
void warn_near_miss(TypeDecision& d) {
  warn_plus(d);
  const auto near = [&](const Misfits& misfits, std::uint64_t fits, std::string_view what, const std::string& type) {
    if (misfits.count == 0 || misfits.count > kMostMisfits || fits < misfits.count * kFitsPerMisfit) return;
    d.warn(fmt::format(
        "text, because {} of {} values {} no {}: first {}. To keep such rows apart as rejects instead, give "
        "the column its type in model.toml: `type = \"{}\"`",
        misfits.count, misfits.count + fits, misfits.count == 1 ? "is" : "are", what, d.say(misfits.first), type));
  };
  const auto too_fine = [&](const Misfits& fine, const Misfits& misfits, std::string_view type) {
    if (fine.count == 0 || fine.count != misfits.count) return false;
    d.warn(
        fmt::format("{0} has more than the six decimals of a second that a {1} has: text. To cut the rest, say so in "
                    "model.toml: type = \"{1}\", format = \"cut\"",
                    d.say(fine.first), type));
    return true;
  };
  if (const DateEvidence& date = d.profile.date;
      date.out_of_years.count > 0 && date.out_of_years.count == date.misfits.count) {
    d.warn(
        fmt::format("{} is outside the years 1 to 9999, as UTC: text. To keep such rows apart as rejects instead, "
                    "give the column its type in model.toml: type = \"TIMESTAMP\"{}",
                    d.say(date.out_of_years.first), date.offset.set ? ", format = \"offset\"" : ""));
    return;
  }
  if (too_fine(d.profile.date.too_fine, d.profile.date.misfits, "TIMESTAMP")) return;
  if (too_fine(d.profile.time.too_fine, d.profile.time.misfits, "TIME")) return;
  const std::uint64_t scale = d.profile.number.digits[d.context.decimal == '.' ? 0 : 1].scale.amount;
  near(d.profile.number.misfits, d.profile.number.count, "number",
       scale == 0 ? "BIGINT" : fmt::format("DECIMAL(18,{})", std::min<std::uint64_t>(scale, 18)));
  near(d.profile.date.misfits, d.profile.date.count, "date", d.profile.date.time.set ? "TIMESTAMP" : "DATE");
  near(d.profile.uuid.misfits, d.profile.uuid.count, "UUID", "UUID");
  if (d.profile.time.misfits.count == 0) return;
  Misfits no_times = d.profile.time.misfits;
  no_times.merge(d.profile.time.past_midnight);
  no_times.merge(d.profile.time.below_zero);
  near(no_times, d.profile.time.count, "time of day", "TIME");
}

/// Why a column that begins like something else is text: the first value that is no number, date and so on.
void explain_text(TypeDecision& d) {
  const auto because = [&](const Misfits& misfits, std::string_view what) {
    if (misfits.first.set && misfits.first.at > d.profile.text.first.at) {
      d.reason(fmt::format("no {}: {}", what, d.say(misfits.first)));
    }
  };
  because(d.profile.number.misfits, "number");
  because(d.profile.date.misfits, "date");
  because(d.profile.uuid.misfits, "UUID");
  if (d.profile.time.count > 0) because(d.profile.time.misfits, "time of day");
}

}  // namespace

bool looks_measured(const ColumnProfile& profile) {
  const auto all = [](const Misfits& misfits, std::uint64_t count) { return misfits.count == 0 && count > 0; };
  return all(profile.number.misfits, profile.number.count) || all(profile.date.misfits, profile.date.count) ||
         all(profile.uuid.misfits, profile.uuid.count) || all_times(profile.time);
}

bool looks_typed(const ColumnProfile& profile) {
  return looks_measured(profile) || (profile.text.count > 0 && profile.boolean.misfits.count == 0);
}

TypeVerdict decide_type(const ColumnProfile& profile, std::string_view name, const TypeContext& context) {
  TypeDecision d{profile, name, context, {}};
  const bool any = profile.text.count > 0;
  if (any && profile.uuid.misfits.count == 0) {
    d.verdict.type = {TypeKind::uuid, 0, 0, 0};
    d.reason(fmt::format("all {} values are UUIDs", profile.uuid.count));
    return d.verdict;
  }
  if (any && profile.boolean.misfits.count == 0 && decide_boolean(d)) return d.verdict;
  if (any && is_compact_date(profile, name) && decide_date(d)) return d.verdict;
  if (any && profile.number.misfits.count == 0 && decide_number(d)) return d.verdict;
  const bool dates = any && profile.date.misfits.count == 0 && profile.date.count > 0;
  if (dates && !(is_id_name(name) && all_compact(profile.date)) && decide_date(d)) return d.verdict;
  const TimeEvidence& time = profile.time;
  const bool clocks = time.count > 0 || time.past_midnight.count > 0 || time.below_zero.count > 0;
  if (any && clocks && time.misfits.count == 0 && decide_time(d)) return d.verdict;
  d.verdict.reasons.clear();
  decide_text(d);
  explain_text(d);
  warn_near_miss(d);
  return d.verdict;
}

}  // namespace rox
