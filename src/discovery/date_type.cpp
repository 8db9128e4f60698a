#include "discovery/date_type.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <utility>

#include "base/text.hpp"
#include "model/format_words.hpp"
#include "source/date_values.hpp"

namespace rox {
namespace {

/// Of the ways to write dates: digits alone.
constexpr unsigned kCompactOnly = 1U << (kDateWritings.size() - 1);
static_assert(kDateWritings.back().form == DateForm::compact);
/// A year of two digits in front.
constexpr unsigned kShortYearFirst = 1U << 5U;
static_assert(kDateWritings[5].order == DateOrder::ymd && kDateWritings[5].short_year);

std::string_view order_text(DateOrder order) {
  switch (order) {
    case DateOrder::ymd: return "year, month, day";
    case DateOrder::dmy: return "day, month, year";
    case DateOrder::mdy: return "month, day, year";
  }
  return "";
}

std::string iso_date(std::int64_t micros) {
  const std::chrono::sys_time<std::chrono::microseconds> time{std::chrono::microseconds{micros}};
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(time)};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

/// The date as those who read it in that order would write it.
std::string read_as(const std::string& value, const Format& format) {
  std::int64_t micros = 0;
  bool offset = false;
  if (parse_timestamp(value, format, micros, offset) != Parse::ok) return std::string(order_text(format.date_order));
  return iso_date(micros);
}

std::size_t first_of(unsigned writings) { return static_cast<std::size_t>(std::countr_zero(writings)); }

/// The ways to write dates that are left. A year of two digits stands in front only where dashes allow for it, or the
/// values prove it.
unsigned writings_left(const DateEvidence& date) {
  unsigned left = date.writings;
  if (left != kShortYearFirst && !date.dashed.set) left &= ~kShortYearFirst;
  return left;
}

/// How to say in model.toml that dates are written so.
std::string setting_of(const Format& format) {
  const std::string words = format_words(format);
  if (!words.empty()) return fmt::format("format = \"{}\"", words);
  return format.date_order == DateOrder::dmy ? "date_order = \"dmy\"" : "date_order = \"mdy\"";
}

/// What to write into model.toml, and what it makes of the value.
std::string way_out(std::string_view type, const std::string& value, unsigned left) {
  std::vector<std::string> ways;
  for (; left != 0; left &= left - 1) {
    const Format format = kDateWritings[first_of(left)].format();
    ways.push_back(fmt::format("{} ({})", setting_of(format), read_as(value, format)));
  }
  return fmt::format("type = \"{}\", {}", type, join(ways, " or "));
}

/// Which of the ways that no value of the column rules out.
std::optional<DateWriting> choose_writing(TypeDecision& d) {
  const DateEvidence& date = d.profile.date;
  const unsigned left = writings_left(date);
  const std::string_view type = date.time.set ? "TIMESTAMP" : "DATE";
  if (std::popcount(left) == 1) {
    const DateWriting& writing = kDateWritings[first_of(left)];
    if (writing.order != DateOrder::ymd && writing.form == DateForm::separated) {
      const DateOrder other = writing.order == DateOrder::dmy ? DateOrder::mdy : DateOrder::dmy;
      for (std::size_t i = 0; i < kDateWritings.size(); ++i) {
        const DateWriting& against = kDateWritings[i];
        if (against.order != other || against.form != writing.form || against.short_year != writing.short_year)
          continue;
        d.reason(fmt::format("{}: {}", order_text(writing.order), d.say(date.refuted[i])));
      }
    }
    return writing;
  }
  for (unsigned rest = left; rest != 0; rest &= rest - 1) {
    const DateWriting& writing = kDateWritings[first_of(rest)];
    if (!d.context.date_order || writing.order != *d.context.date_order || writing.order == DateOrder::ymd) continue;
    d.reason(fmt::format("{}, as other columns prove; no value here has a day past 12", order_text(writing.order)));
    d.warn(
        fmt::format("no date has a day past 12, so {} is read as {}, which other columns of its table prove. If "
                    "that is wrong here, say so in model.toml: {}",
                    d.say(date.first), order_text(writing.order), way_out(type, date.first.value, left)));
    return writing;
  }
  const std::string open =
      (left & kShortYearFirst) != 0
          ? fmt::format("{} may have its year in front or behind", d.say(date.dashed))
          : fmt::format("no date has a day past 12, so {} may be day or month first", d.say(date.first));
  d.warn(
      fmt::format("{}: text. If you know it, say so in model.toml: {}", open, way_out(type, date.first.value, left)));
  return std::nullopt;
}

/// Says what is assumed of dates that are written in an unusual way.
void tell_writing(TypeDecision& d, const DateWriting& writing) {
  const DateEvidence& date = d.profile.date;
  Format& format = d.verdict.format;
  const std::string words = format_words(format);
  if (!words.empty()) d.reason(fmt::format("written {}: {}", words, d.say(date.first)));
  if (writing.short_year) {
    d.warn(fmt::format(
        "years have two digits: {} is read as {}, years are {} to {}. If these are others, say so in "
        "model.toml: pivot = {} (the first year there may be)",
        d.say(date.first), read_as(date.first.value, format), kUsualPivot, kUsualPivot + 99, kUsualPivot - 50));
  }
  if (writing.form == DateForm::compact) {
    d.warn(
        fmt::format("all {} values are dates without separators, such as {}. If they are numbers, say so in "
                    "model.toml: type = \"BIGINT\", without format",
                    date.count, d.say(date.first)));
  }
  if (date.zeros > 0) {
    d.warn(
        fmt::format("{} dates of zeros, first {}, are read as missing: the word zeros in the column's format says so",
                    date.zeros, d.say(date.first_zero)));
  }
}

}  // namespace

bool decide_date(TypeDecision& d) {
  const DateEvidence& date = d.profile.date;
  if (date.writings == 0) {
    std::vector<std::string> against;
    for (const Witness& witness : date.refuted) {
      const std::string text = d.say(witness);
      if (std::find(against.begin(), against.end(), text) == against.end()) against.push_back(text);
    }
    d.warn(fmt::format("dates in more than one order, such as {}: text", join(against, " and ")));
    return false;
  }
  if (date.offset.set && date.local.set) {
    d.warn(fmt::format("{} says what it is off UTC, {} doesn't: text, since nobody can tell how they compare",
                       d.say(date.offset), d.say(date.local)));
    return false;
  }
  if (date.half_day.set && date.either_half.set) {
    d.warn(fmt::format("{} has AM or PM, {} has none: text, since nobody can tell which half of the day is meant",
                       d.say(date.half_day), d.say(date.either_half)));
    return false;
  }
  const std::optional<DateWriting> writing = choose_writing(d);
  if (!writing) return false;
  d.verdict.format = writing->format();
  d.verdict.format.offset = date.offset.set;
  if (date.time.set && date.half_day.set && !date.no_half_day.set) {
    d.verdict.format.time_form = TimeForm::half_days;
  }
  d.verdict.format.zero_dates = date.zeros > 0;
  d.verdict.type = {date.time.set ? TypeKind::timestamp : TypeKind::date, 0, 0, 0};
  tell_writing(d, *writing);
  d.reason(date.time.set ? fmt::format("times of day such as {}", d.say(date.time))
                         : fmt::format("all {} values are dates, every time of day is midnight", date.count));
  return true;
}

bool all_compact(const DateEvidence& date) { return date.count > 0 && date.writings == kCompactOnly; }

std::optional<DateOrder> proven_date_order(const ColumnProfile& profile) {
  const DateEvidence& date = profile.date;
  const unsigned left = writings_left(date);
  if (date.count == 0 || date.misfits.count > 0 || std::popcount(left) != 1) return std::nullopt;
  const DateWriting& writing = kDateWritings[first_of(left)];
  return writing.form == DateForm::separated ? std::optional(writing.order) : std::nullopt;
}

}  // namespace rox
