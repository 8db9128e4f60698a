#include "discovery/number_type.hpp"

#include <fmt/format.h>

#include <compare>
#include <cstdint>
#include <limits>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "discovery/counted_times.hpp"
#include "discovery/type_names.hpp"
#include "discovery/widen.hpp"
#include "discovery/words.hpp"

namespace rox {
namespace {

/// Whole numbers are INTEGER where so many times the greatest still is one: a year's growth doesn't leave it.
constexpr std::int64_t kIntegerRoom = 100;
/// Ids grow with all that happens, and leap where systems are brought together: only those of small lists stay INTEGER.
constexpr std::int64_t kIdRoom = 100'000;
/// 12.5 and 13 today are 12.25 tomorrow: many programs write no zero at the end.
constexpr std::uint32_t kLeastScale = 2;

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

/// Whether signs that may be a decimal one end numbers, and never stand in one.
bool has_bare_signs_alone(const NumberEvidence& number) {
  return number.bare_sign.set && number.digits[0].scale.amount == 0 && number.digits[1].scale.amount == 0;
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

bool decide_integer(TypeDecision& d, const NumberEvidence::Digits& found) {
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
  tell_counted_times(d, least, most);
  d.reason(fmt::format("whole numbers from {} to {}", d.say(found.least.witness), d.say(found.most.witness)));
  return true;
}

bool decide_decimal(TypeDecision& d, const NumberEvidence::Digits& found, const NumberStyle& style) {
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
bool decide_currency(TypeDecision& d) {
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
bool decide_percent(TypeDecision& d) {
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
bool are_float_keys(const TypeDecision& d, const NumberEvidence::Digits& found, const NumberStyle& style) {
  const NumberEvidence& number = d.profile.number;
  return found.scale.amount == 1 && found.no_integer.set && !found.no_whole.set && style.group == '\0' &&
         number.currencies == 0 && !number.percent.set && !number.accounting.set && !number.negative_zero.set &&
         (d.context.refers_to_whole || is_id_name(d.name));
}

}  // namespace

bool decide_number(TypeDecision& d) {
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
  if (has_bare_signs_alone(number)) {
    d.warn(
        fmt::format("{} ends in a decimal sign, and no value has decimals: text, since it may stand for a place in "
                    "an order. If these are numbers, say so in model.toml: type = \"DECIMAL(18,2)\", decimal = "
                    "\"{}\"",
                    d.say(number.bare_sign), number.bare_sign.value.back()));
    return false;
  }
  if (number.bare_sign.set) {
    d.warn(
        fmt::format("{} ends in a decimal sign, and is read as the number before it. If these aren't numbers but "
                    "places in an order, say so in model.toml: type = \"VARCHAR\"",
                    d.say(number.bare_sign)));
  }
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

std::optional<char> proven_decimal(const ColumnProfile& profile) {
  const NumberEvidence& number = profile.number;
  if (number.count == 0 || number.misfits.count > 0 || has_bare_signs_alone(number)) return std::nullopt;
  const auto left = separators_left(number);
  if (left.size() != 1 || left.begin()->decimal == '\0') return std::nullopt;
  return left.begin()->decimal;
}

}  // namespace rox
