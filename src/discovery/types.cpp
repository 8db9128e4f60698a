#include "discovery/types.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <compare>
#include <limits>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "discovery/times.hpp"
#include "discovery/widen.hpp"
#include "discovery/words.hpp"
#include "model/format_words.hpp"
#include "source/values.hpp"

namespace rox {

namespace {

/// Whole numbers are INTEGER where so many times the greatest still is one: a year's growth doesn't leave it.
constexpr std::int64_t kIntegerRoom = 100;
/// Ids grow with all that happens, and leap where systems are brought together: only those of small lists stay INTEGER.
constexpr std::int64_t kIdRoom = 100'000;
/// 12.5 and 13 today are 12.25 tomorrow: many programs write no zero at the end.
constexpr std::uint32_t kLeastScale = 2;
/// "a DATE but for 3 values" is said where at least this many values fit for each that doesn't.
constexpr std::uint64_t kFitsPerMisfit = 10;
/// Of the ways to write dates: digits alone.
constexpr unsigned kCompactOnly = 1U << (kDateWritings.size() - 1);
static_assert(kDateWritings.back().form == DateForm::compact);
/// A year of two digits in front.
constexpr unsigned kShortYearFirst = 1U << 5U;
static_assert(kDateWritings[5].order == DateOrder::ymd && kDateWritings[5].short_year);

/// One column on its way to a verdict.
struct Decision {
  const ColumnProfile& profile;
  std::string_view name;
  const TypeContext& context;
  TypeVerdict verdict;

  std::string say(const Witness& witness) const { return witness_text(witness, context.files); }
  void reason(std::string text) { verdict.reasons.push_back(std::move(text)); }
  void warn(std::string text) { verdict.warnings.push_back(std::move(text)); }
};

/// What a style comes down to, given the signs that occur: '\0' where a sign doesn't.
struct Separators {
  char decimal;
  char group;
  auto operator<=>(const Separators&) const = default;
};

Separators separators_of(const NumberStyle& style, std::uint8_t separators) {
  const auto occurs = [&](char c) {
    const std::size_t at = kSeparators.find(c);
    return at != std::string_view::npos && (separators >> at & 1U) != 0;
  };
  return {occurs(style.decimal) ? style.decimal : '\0', occurs(style.group) ? style.group : '\0'};
}

/// The different ways to read the column that are left.
std::set<Separators> separators_left(const NumberEvidence& number) {
  std::set<Separators> left;
  for (std::size_t i = 0; i < kNumberStyles.size(); ++i) {
    if ((number.styles >> i & 1U) != 0) left.insert(separators_of(kNumberStyles[i], number.separators));
  }
  return left;
}

/// The style to write into the format: of those left, the project's decimal sign first, then the plainest.
NumberStyle choose_style(const NumberEvidence& number, char project_decimal) {
  std::optional<NumberStyle> chosen;
  for (std::size_t i = 0; i < kNumberStyles.size(); ++i) {
    if ((number.styles >> i & 1U) == 0) continue;
    if (!chosen || (chosen->decimal != project_decimal && kNumberStyles[i].decimal == project_decimal)) {
      chosen = kNumberStyles[i];
    }
  }
  const auto [decimal, group] = separators_of(*chosen, number.separators);
  return {chosen->decimal, group, chosen->lakh && group != '\0'};
}

/// "HasChildren_flag" -> has, children, flag
std::vector<std::string> letters_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    const bool starts = c >= 'A' && c <= 'Z' && i > 0 && !(name[i - 1] >= 'A' && name[i - 1] <= 'Z');
    if ((!letter || starts) && !words.back().empty()) words.emplace_back();
    if (letter) words.back() += c;
  }
  for (std::string& word : words) word = to_lower(word);
  if (words.back().empty()) words.pop_back();
  return words;
}

/// Whether a column of that name identifies something: OrderID, customer_key, codigo.
bool is_id_name(std::string_view name) {
  static const std::set<std::string> kIds{"id",  "key", "code", "cod", "codigo", "nr",    "no",
                                          "num", "sk",  "fk",   "pk",  "number", "numero"};
  const std::vector<std::string> words = letters_of(name);
  return !words.empty() && (kIds.count(words.front()) > 0 || kIds.count(words.back()) > 0);
}

/// Whether a column of that name says where in a chart of accounts something belongs: conta, account, rubrica.
bool is_account_name(std::string_view name) {
  static const std::set<std::string> kAccounts{"account",  "accounts",      "acct",      "conta",    "contas", "cuenta",
                                               "konto",    "compte",        "rubrica",   "plano",    "chart",  "ledger",
                                               "natureza", "classificacao", "hierarchy", "estrutura"};
  const std::vector<std::string> words = letters_of(name);
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return kAccounts.count(word) > 0; });
}

bool decide_integer(Decision& d, const NumberEvidence::Digits& found) {
  const NumberEvidence& number = d.profile.number;
  if (number.negative_zero.set) {
    d.warn(fmt::format("{} would lose its sign as a whole number: text", d.say(number.negative_zero)));
    return false;
  }
  if (found.no_integer.set && !d.verdict.format.zero_decimals) {
    const auto digits = static_cast<std::uint32_t>(found.whole_digits.amount);
    if (digits > kMostPrecision) {
      d.warn(fmt::format("{} has more than {} digits: text, so that none is lost", d.say(found.whole_digits.witness),
                         kMostPrecision));
      return false;
    }
    d.verdict.type = decimal_with_room(digits, 0);
    d.reason(fmt::format("{} doesn't fit BIGINT; {} digits from {}", d.say(found.no_integer), digits,
                         d.say(found.whole_digits.witness)));
    return true;
  }
  const std::int64_t least = ~found.least.amount;
  const std::int64_t most = found.most.amount;
  if (least == 0 && most == 1 && number.separators == 0 && number.currencies == 0 && is_flag_name(d.name)) {
    d.verdict.type = {TypeKind::boolean, 0, 0, 0};
    d.verdict.format = {};
    d.reason(fmt::format("only 0 and 1, both occur ({}, {}), and its name is a flag's", d.say(found.least.witness),
                         d.say(found.most.witness)));
    return true;
  }
  using Integer = std::numeric_limits<std::int32_t>;
  const std::int64_t room = read_column_name(d.name).key ? kIdRoom : kIntegerRoom;
  const bool has_room = least >= Integer::min() / room && most <= Integer::max() / room;
  d.verdict.type = {has_room ? TypeKind::integer : TypeKind::bigint, 0, 0, 0};
  d.verdict.least = std::to_string(least);
  d.verdict.greatest = std::to_string(most);
  d.reason(fmt::format("whole numbers from {} to {}", d.say(found.least.witness), d.say(found.most.witness)));
  return true;
}

bool decide_decimal(Decision& d, const NumberEvidence::Digits& found, const NumberStyle& style) {
  const auto whole = static_cast<std::uint32_t>(found.whole_digits.amount);
  auto scale = static_cast<std::uint32_t>(found.scale.amount);
  if (scale < kLeastScale && whole + kLeastScale <= kMostPrecision) {
    d.verdict.decimals = static_cast<std::uint8_t>(scale);
    scale = kLeastScale;
  }
  const std::uint32_t precision = whole + scale;
  if (precision > kMostPrecision) {
    d.warn(fmt::format("{} and {} take {} digits together, a DECIMAL has {}: text", d.say(found.whole_digits.witness),
                       d.say(found.scale.witness), precision, kMostPrecision));
    return false;
  }
  d.verdict.type = decimal_with_room(precision, scale);
  d.reason(fmt::format("{} before the decimal sign from {}, {} after it from {}", found.whole_digits.amount,
                       d.say(found.whole_digits.witness), found.scale.amount, d.say(found.scale.witness)));
  const Witness& against_other = d.profile.number.refuted[style.decimal == '.' ? 1 : 0];
  if (against_other.set) d.reason(fmt::format("decimal sign '{}': {}", style.decimal, d.say(against_other)));
  return true;
}

/// The currency of all values, if there is one only.
bool decide_currency(Decision& d) {
  const NumberEvidence& number = d.profile.number;
  if (number.currencies == 0) return true;
  if (std::popcount(number.currencies) > 1) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < kCurrencies.size(); ++i) {
      if ((number.currencies >> i & 1U) != 0) names.emplace_back(kCurrencies[i]);
    }
    d.warn(fmt::format("amounts in several currencies ({}): text", join(names, ", ")));
    return false;
  }
  d.verdict.format.currency = kCurrencies[static_cast<std::size_t>(std::countr_zero(number.currencies))];
  d.reason(fmt::format("currency '{}': {}", d.verdict.format.currency, d.say(number.currency)));
  return true;
}

/// Numbers have a per cent sign all, or none: which of two values is meant by 5 beside 5 % nobody can tell.
bool decide_percent(Decision& d) {
  const NumberEvidence& number = d.profile.number;
  if (!number.percent.set) return true;
  if (number.no_percent.set) {
    d.warn(fmt::format("{} has a per cent sign, {} has none: text", d.say(number.percent), d.say(number.no_percent)));
    return false;
  }
  d.verdict.format.percent = true;
  d.reason(fmt::format("per cent, read as the number before the sign: {}", d.say(number.percent)));
  return true;
}

/// Whole numbers that passed through a float, as data frames write keys with missing values: "101.0".
bool are_float_keys(const Decision& d, const NumberEvidence::Digits& found, const NumberStyle& style) {
  const NumberEvidence& number = d.profile.number;
  return found.scale.amount == 1 && found.no_integer.set && !found.no_whole.set && style.group == '\0' &&
         number.currencies == 0 && !number.percent.set && !number.accounting.set && !number.negative_zero.set &&
         (d.context.refers_to_whole || is_id_name(d.name));
}

bool decide_number(Decision& d) {
  const NumberEvidence& number = d.profile.number;
  if (number.count > 0 && !number.no_address.set) {
    d.reason("all values are addresses of the Internet, such as " + d.say(d.profile.text.first));
    return false;
  }
  if (number.styles == 0) {
    d.warn(fmt::format("numbers that aren't written one way, such as {} and {}: text", d.say(number.refuted[0]),
                       d.say(number.refuted[1])));
    return false;
  }
  if (separators_left(number).size() > 1) {
    const Witness& witness = number.refuted[0].set ? number.refuted[0] : number.refuted[1];
    d.warn(fmt::format(
        "{} may have thousands or decimals, and no other value tells: text. If you know it, say so in model.toml: "
        "type = \"DECIMAL(18,3)\", decimal = \".\" (or \",\"), or type = \"BIGINT\", group = \".\" (or \",\")",
        d.say(witness)));
    return false;
  }
  if (!decide_currency(d) || !decide_percent(d)) return false;
  if (number.digits_lost.set) {
    d.warn(fmt::format("{} has an exponent in place of digits: a spreadsheet may have cut the rest of the number",
                       d.say(number.digits_lost)));
  }
  const NumberStyle style = choose_style(number, d.context.decimal);
  const NumberEvidence::Digits& found = number.digits[style.decimal == '.' ? 0 : 1];
  Format& format = d.verdict.format;
  if (style.group != '\0' && found.scale.amount == 0 && !number.few_signs.set) {
    const bool is_code = is_id_name(d.name) || is_account_name(d.name);
    d.warn(fmt::format("all values are like {}: {}", d.say(d.profile.text.first),
                       is_code
                           ? fmt::format("codes, by the column's name, and text. If they are numbers with thousands, "
                                         "say so in model.toml: type = \"BIGINT\", group = \"{}\"",
                                         style.group)
                           : "read as numbers with thousands. If they are codes, say so in model.toml: type = "
                             "\"VARCHAR\""));
    if (is_code) return false;
  }
  if (style.group != '\0') {
    format.group = style.group;
    format.lakh = style.lakh;
    d.reason(
        fmt::format("thousands separator '{}': {}", style.group, d.say(number.refuted[style.decimal == '.' ? 0 : 1])));
  } else if (number.accounting.set && number.currencies == 0 && !number.percent.set) {
    // Brackets and trailing signs are read where numbers are normalized, which a separator asks for.
    format.group = style.decimal == '.' ? ',' : '.';
    d.reason(fmt::format("negative amounts as {}", d.say(number.accounting)));
  }
  const bool has_sign = (number.separators >> kSeparators.find(style.decimal) & 1U) != 0;
  if (style.decimal != d.context.decimal && (has_sign || format.group)) format.decimal = style.decimal;
  if (are_float_keys(d, found, style)) {
    format.zero_decimals = true;
    d.reason(fmt::format("every value ends in {}0, as whole numbers do that passed through a float: {}", style.decimal,
                         d.say(found.no_integer)));
    return decide_integer(d, found);
  }
  if (found.scale.amount > 0 && style.group == '\0' && number.currencies == 0 && is_version_name(d.name)) {
    d.warn(
        fmt::format("{} is one of two numbers, by the column's name: text, so that 1.10 isn't 1.1. If they are "
                    "decimals, say so in model.toml: type = \"DECIMAL(18,2)\"",
                    d.say(found.scale.witness)));
    return false;
  }
  return found.scale.amount > 0 ? decide_decimal(d, found, style) : decide_integer(d, found);
}

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
std::optional<DateWriting> choose_writing(Decision& d) {
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
void tell_writing(Decision& d, const DateWriting& writing) {
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

bool decide_date(Decision& d) {
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
  const std::optional<DateWriting> writing = choose_writing(d);
  if (!writing) return false;
  d.verdict.format = writing->format();
  d.verdict.format.offset = date.offset.set;
  d.verdict.format.zero_dates = date.zeros > 0;
  d.verdict.type = {date.time.set ? TypeKind::timestamp : TypeKind::date, 0, 0, 0};
  tell_writing(d, *writing);
  d.reason(date.time.set ? fmt::format("times of day such as {}", d.say(date.time))
                         : fmt::format("all {} values are dates, every time of day is midnight", date.count));
  return true;
}

/// Whether the column is dates of digits alone, which are numbers as well.
bool is_compact_date(const ColumnProfile& profile, std::string_view name) {
  const DateEvidence& date = profile.date;
  return date.misfits.count == 0 && date.count > 0 && date.writings == kCompactOnly && !is_id_name(name);
}

/// Whether all words that were seen are of that pair (n is of two: y/n and s/n).
bool all_of_pair(const BooleanEvidence& boolean, const BooleanPair& pair) {
  for (std::size_t i = 0; i < boolean.seen.size(); ++i) {
    if (boolean.seen[i][0].set && kBooleanWords[i].yes != pair.yes) return false;
    if (boolean.seen[i][1].set && kBooleanWords[i].no != pair.no) return false;
  }
  return true;
}

bool decide_boolean(Decision& d) {
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

void decide_text(Decision& d) {
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
bool decide_time(Decision& d) {
  TimeVerdict times = judge_times(d.profile.time, d.name, d.context.files);
  for (std::string& warning : times.warnings) d.warn(std::move(warning));
  if (!times.is_time) return false;
  for (std::string& reason : times.reasons) d.reason(std::move(reason));
  d.verdict.type = {TypeKind::time, 0, 0, 0};
  d.verdict.format = times.format;
  return true;
}

/// "+1,50" is no code, but a plus is no part of a number either unless somebody says so.
void warn_plus(Decision& d) {
  const NumberEvidence& number = d.profile.number;
  if (number.misfits.count == 0 || number.with_plus != number.misfits.count) return;
  d.warn(
      fmt::format("text, because of the plus in {}. If these are numbers, say so in model.toml: type = "
                  "\"DECIMAL(18,2)\", format = \"padded\"",
                  d.say(number.misfits.first)));
}

/// Says which values kept a column text that would otherwise have been more.
void warn_near_miss(Decision& d) {
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
void explain_text(Decision& d) {
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

bool is_flag_name(std::string_view name) {
  static const std::set<std::string> kFirst{"is", "has", "can", "was", "should", "flag", "flg", "fl", "ind"};
  static const std::set<std::string> kLast{"flag", "flg", "fl", "ind", "indicator", "bool", "boolean", "yn"};
  static const std::set<std::string> kWhole{"active", "enabled", "disabled", "deleted", "ativo", "ativa", "inativo"};
  const std::vector<std::string> words = letters_of(name);
  if (words.empty()) return false;
  if (words.size() == 1) return kWhole.count(words[0]) > 0 || kLast.count(words[0]) > 0;
  return kFirst.count(words.front()) > 0 || kLast.count(words.back()) > 0;
}

bool is_version_name(std::string_view name) {
  static const std::set<std::string> kVersions{"version", "versao",   "versão",   "release",  "revision", "revisao",
                                               "section", "secao",    "seção",    "chapter",  "capitulo", "capítulo",
                                               "clause",  "clausula", "cláusula", "firmware", "build"};
  const std::vector<std::string> words = letters_of(name);
  return !words.empty() && kVersions.count(words.back()) > 0;
}

std::optional<DateOrder> proven_date_order(const ColumnProfile& profile) {
  const DateEvidence& date = profile.date;
  const unsigned left = writings_left(date);
  if (date.count == 0 || date.misfits.count > 0 || std::popcount(left) != 1) return std::nullopt;
  const DateWriting& writing = kDateWritings[first_of(left)];
  return writing.form == DateForm::separated ? std::optional(writing.order) : std::nullopt;
}

std::optional<char> proven_decimal(const ColumnProfile& profile) {
  const NumberEvidence& number = profile.number;
  if (number.count == 0 || number.misfits.count > 0) return std::nullopt;
  const auto left = separators_left(number);
  if (left.size() != 1 || left.begin()->decimal == '\0') return std::nullopt;
  return left.begin()->decimal;
}

bool looks_measured(const ColumnProfile& profile) {
  const auto all = [](const Misfits& misfits, std::uint64_t count) { return misfits.count == 0 && count > 0; };
  return all(profile.number.misfits, profile.number.count) || all(profile.date.misfits, profile.date.count) ||
         all(profile.uuid.misfits, profile.uuid.count) || all_times(profile.time);
}

bool looks_typed(const ColumnProfile& profile) {
  return looks_measured(profile) || (profile.text.count > 0 && profile.boolean.misfits.count == 0);
}

TypeVerdict decide_type(const ColumnProfile& profile, std::string_view name, const TypeContext& context) {
  Decision d{profile, name, context, {}};
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
  if (dates && !(is_id_name(name) && profile.date.writings == kCompactOnly) && decide_date(d)) return d.verdict;
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
