#include "source/number_text.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "source/values.hpp"

namespace rox {

namespace {

constexpr bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

struct Sign {
  std::string_view utf8;
  char plain;
};
/// What programs write for a blank, an apostrophe and a minus.
constexpr std::array kSigns{Sign{"\u00A0", ' '},  Sign{"\u202F", ' '},  Sign{"\u2009", ' '},  Sign{"\u2007", ' '},
                            Sign{"\u2008", ' '},  Sign{"\u200A", ' '},  Sign{"\u2005", ' '},  Sign{"\u2019", '\''},
                            Sign{"\u2018", '\''}, Sign{"\u02BC", '\''}, Sign{"\u00B4", '\''}, Sign{"\u2032", '\''},
                            Sign{"\u2212", '-'},  Sign{"\u2013", '-'},  Sign{"\u2012", '-'},  Sign{"\u2010", '-'},
                            Sign{"\u2011", '-'},  Sign{"\uFE63", '-'},  Sign{"\uFF0D", '-'}};

/// `text` with ASCII's signs.
std::string_view folded(std::string_view text, std::string& scratch) {
  const auto is_wide = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
  if (std::none_of(text.begin(), text.end(), is_wide)) return text;
  scratch.clear();
  while (!text.empty()) {
    const auto sign =
        is_wide(text.front())
            ? std::find_if(kSigns.begin(), kSigns.end(), [&](const Sign& each) { return text.starts_with(each.utf8); })
            : kSigns.end();
    scratch.push_back(sign == kSigns.end() ? text.front() : sign->plain);
    text.remove_prefix(sign == kSigns.end() ? 1 : sign->utf8.size());
  }
  return scratch;
}

/// Removes what stands around digits one by one, from outside in.
class Peeler {
 public:
  Peeler(std::string_view text, std::span<const std::string_view> currencies, NumberParts& parts)
      : text_(text), currencies_(currencies), parts_(parts) {}

  std::string_view run() {
    while (!text_.empty() && !(is_digit(text_.front()) && is_digit(text_.back())) &&
           (take_brackets() || take_sign() || take_currency() || take_percent())) {
      text_ = trimmed(text_);
    }
    return text_;
  }

 private:
  bool take_brackets() {
    if (signed_ || text_.size() < 3 || text_.front() != '(' || text_.back() != ')') return false;
    signed_ = parts_.negative = parts_.accounting = true;
    text_ = text_.substr(1, text_.size() - 2);
    return true;
  }

  bool take_sign() {
    if (signed_) return false;
    if (text_.front() == '-' || text_.front() == '+') {
      parts_.negative = text_.front() == '-';
      parts_.plus = !parts_.negative;
      parts_.accounting = parts_.accounting || (text_.size() > 1 && text_[1] == ' ');
      text_.remove_prefix(1);
    } else if (text_.back() == '-') {
      parts_.negative = parts_.accounting = true;
      text_.remove_suffix(1);
    } else {
      return false;
    }
    signed_ = true;
    return true;
  }

  bool take_currency() {
    if (!parts_.currency.empty()) return false;
    for (const std::string_view currency : currencies_) {
      if (text_.starts_with(currency)) {
        text_.remove_prefix(currency.size());
      } else if (text_.ends_with(currency)) {
        text_.remove_suffix(currency.size());
      } else {
        continue;
      }
      parts_.currency = currency;
      return true;
    }
    return false;
  }

  bool take_percent() {
    if (parts_.percent || text_.back() != '%') return false;
    parts_.percent = true;
    text_.remove_suffix(1);
    return true;
  }

  std::string_view text_;
  std::span<const std::string_view> currencies_;
  NumberParts& parts_;
  bool signed_ = false;
};

/// Splits "1.5E-3" at its exponent. A bare "12E3" is more likely a code: an exponent counts only after a decimal sign
/// or with a sign of its own.
NumberFault take_exponent(NumberParts& parts) {
  const std::size_t e = parts.body.find_first_of("eE");
  if (e == std::string_view::npos) return NumberFault::none;
  std::string_view digits = parts.body.substr(e + 1);
  const bool has_sign = !digits.empty() && (digits.front() == '-' || digits.front() == '+');
  const bool negative = has_sign && digits.front() == '-';
  if (has_sign) digits.remove_prefix(1);
  if (digits.empty() || digits.size() > 3 || !all_digits(digits)) return NumberFault::no_number;
  parts.body = parts.body.substr(0, e);
  if (!has_sign && parts.body.find_first_of(".,") == std::string_view::npos) {
    return all_digits(parts.body) ? NumberFault::bare_exponent : NumberFault::no_number;
  }
  if (parts.accounting || parts.percent || !parts.currency.empty()) return NumberFault::no_number;
  parts.has_exponent = true;
  for (const char c : digits) parts.exponent = parts.exponent * 10 + (c - '0');
  if (negative) parts.exponent = -parts.exponent;
  return NumberFault::none;
}

/// Whether `whole` is digits with separators only where they belong: before each three digits from the right, in lakh
/// style before the last three and before each two in front of those.
NumberFault check_whole(std::string_view whole, const NumberStyle& style, char group) {
  if (whole.size() > 1 && whole.front() == '0') return NumberFault::zeros_in_front;
  if (group == '\0' || whole.find(group) == std::string_view::npos) {
    return all_digits(whole) ? NumberFault::none : NumberFault::no_number;
  }
  std::size_t in_group = 0;
  std::size_t wanted = 3;
  for (std::size_t i = whole.size(); i-- > 0;) {
    if (is_digit(whole[i])) {
      if (++in_group > wanted) return NumberFault::misplaced_group;
    } else if (whole[i] != group) {
      return NumberFault::no_number;
    } else if (in_group != wanted) {
      return NumberFault::misplaced_group;
    } else {
      in_group = 0;
      wanted = style.lakh ? 2 : 3;
    }
  }
  return in_group == 0 ? NumberFault::misplaced_group : NumberFault::none;
}

}  // namespace

std::string_view fault_text(NumberFault fault) {
  switch (fault) {
    case NumberFault::zeros_in_front: return "has zeros in front";
    case NumberFault::plus_sign: return "has a plus sign";
    case NumberFault::negative_zero: return "is a zero with a minus sign";
    case NumberFault::misplaced_group: return "has separators where thousands have none";
    case NumberFault::bare_exponent: return "may be a code or have an exponent";
    case NumberFault::percent_sign: return "has a per cent sign or lacks one, other than the column's format says";
    case NumberFault::no_number:
    case NumberFault::none: break;
  }
  return "";
}

NumberFault take_apart(std::string_view text, std::span<const std::string_view> currencies, std::string& scratch,
                       NumberParts& parts) {
  const std::string_view whole = folded(text, scratch);
  const std::string_view bare = trimmed(whole);
  // Blanks on both sides of a dash: a cell in an accountant's format, without a currency.
  const bool padded = whole.size() > 2 && whole.front() == ' ' && whole.back() == ' ';
  if (bare.empty()) return NumberFault::no_number;
  parts.body = Peeler(bare, currencies, parts).run();
  if (parts.body.empty()) {
    if (!parts.negative || parts.percent || (parts.currency.empty() && !padded)) return NumberFault::no_number;
    parts.dash = parts.accounting = true;
    parts.negative = false;
    parts.body = "0";
    return NumberFault::none;
  }
  if (!is_digit(parts.body.front()) && parts.body.front() != '.' && parts.body.front() != ',') {
    return NumberFault::no_number;
  }
  return take_exponent(parts);
}

NumberFault check_digits(const NumberParts& parts, const NumberStyle& style) {
  const std::string_view body = parts.body;
  const std::size_t sign = std::min(body.find(style.decimal), body.size());
  // A column with exponents has no thousands separators.
  const char group = parts.has_exponent ? '\0' : style.group;
  if (const NumberFault fault = check_whole(body.substr(0, sign), style, group); fault != NumberFault::none) {
    return fault;
  }
  if (sign == body.size()) return sign > 0 ? NumberFault::none : NumberFault::no_number;
  return body.size() > 1 && all_digits(body.substr(sign + 1)) ? NumberFault::none : NumberFault::no_number;
}

bool has_bare_sign(const NumberParts& parts) {
  return parts.body.size() > 1 && (parts.body.back() == '.' || parts.body.back() == ',');
}

bool is_negative_zero(const NumberParts& parts) { return parts.negative && parts.body == "0"; }

NumberFault plain_number(std::string_view text, const Format& format, char decimal, bool whole, std::string& out) {
  const std::string_view currency = format.currency;
  NumberParts parts;
  std::string scratch;
  NumberFault fault = take_apart(text, {&currency, currency.empty() ? 0U : 1U}, scratch, parts);
  if (fault != NumberFault::none) return fault;
  if (parts.accounting && !needs_normalizing(format)) return NumberFault::no_number;
  if (parts.percent != format.percent && !parts.dash) return NumberFault::percent_sign;
  if (format.padded) {
    while (parts.body.size() > 1 && parts.body[0] == '0' && is_digit(parts.body[1])) parts.body.remove_prefix(1);
  } else if (parts.plus) {
    return NumberFault::plus_sign;
  }
  fault = check_digits(parts, {decimal, format.group.value_or('\0'), format.lakh});
  if (fault != NumberFault::none) return fault;
  if (format.zero_decimals) {
    // Zeros alone: anything else is no whole number, which the parser says.
    const std::size_t sign = std::min(parts.body.find(decimal), parts.body.size());
    if (parts.body.find_first_not_of('0', sign + 1) == std::string_view::npos) parts.body = parts.body.substr(0, sign);
  }
  if (whole && has_bare_sign(parts)) return NumberFault::no_number;
  if (whole && is_negative_zero(parts) && !format.padded) return NumberFault::negative_zero;
  out.clear();
  if (parts.negative) out.push_back('-');
  std::copy_if(parts.body.begin(), parts.body.end(), std::back_inserter(out),
               [&](char c) { return is_digit(c) || c == decimal; });
  if (out.back() == decimal) out.pop_back();
  if (parts.has_exponent) out += 'E' + std::to_string(parts.exponent);
  return NumberFault::none;
}

}  // namespace rox
