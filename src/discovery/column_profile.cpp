#include "discovery/column_profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <optional>

#include "base/text.hpp"
#include "model/model.hpp"
#include "source/clock.hpp"
#include "source/date_values.hpp"
#include "source/value_text.hpp"
#include "source/values.hpp"

namespace rox {

namespace {

// Bits of kDateWritings, by what tells them apart at a glance.
constexpr unsigned kYearFirst = 1U << 0U;
constexpr unsigned kYearLast = 1U << 1U | 1U << 2U;
constexpr unsigned kShortYear = 1U << 3U | 1U << 4U | 1U << 5U;
constexpr unsigned kNamed = 1U << 6U | 1U << 7U | 1U << 8U | 1U << 9U;
constexpr unsigned kCompact = 1U << 10U;

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t size = 0;
  while (at + size < text.size() && is_digit(text[at + size])) ++size;
  return size;
}

/// The writings that the value, trimmed, may be in; 0 for most that is no date.
unsigned possible_writings(std::string_view text) {
  if (text.size() < 6) return 0;  // the shortest is 1/1/24
  const std::size_t first = digits_at(text, 0);
  if (first == 0) return text.size() < 8 || text.size() > 60 ? 0 : kNamed;
  if (first == 8 || first == 14) {
    // Other years of digits alone are more often numbers; 9999 is how systems write "for ever".
    return text.starts_with("19") || text.starts_with("20") || text.starts_with("9999") ? kCompact : 0;
  }
  if (first == text.size() || (first > 2 && first != 4)) return 0;
  const std::size_t second = digits_at(text, first + 1);
  if (second == 0) return kNamed;
  if (first == 4) return kYearFirst;
  if (second > 2 || first + 1 + second >= text.size()) return 0;
  const std::size_t third = digits_at(text, first + second + 2);
  return third == 4 ? kYearLast : third == 2 ? kShortYear : 0;
}

/// `text` without half a character at its end.
std::string cut(std::string_view text) {
  if (text.size() <= kWitnessBytes) return std::string(text);
  std::size_t size = kWitnessBytes;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  return std::string(text.substr(0, size)) + "…";
}

/// Lower case, Ã included: "NÃO" is written so in Portuguese exports.
std::string lower_word(std::string_view text) {
  std::string word = to_lower(trim(text));
  if (const std::size_t at = word.find("\xC3\x83"); at != std::string::npos) word[at + 1] = '\xA3';
  return word == "nao" ? "não" : word;
}

const std::array<Format, kDateWritings.size()>& date_formats() {
  static const auto kFormats = [] {
    std::array<Format, kDateWritings.size()> formats;
    for (std::size_t i = 0; i < formats.size(); ++i) formats[i] = kDateWritings[i].format();
    return formats;
  }();
  return kFormats;
}

/// Of a time of day or a duration: "10:30", "110:30:59.25". Nothing for any other text.
std::optional<unsigned> hours_of(std::string_view text) {
  const auto digits = [&](std::size_t most) {
    std::size_t size = 0;
    while (size < most && size < text.size() && is_digit(text[size])) ++size;
    return size;
  };
  const auto sixtieth = [&] {
    if (!text.starts_with(':')) return false;
    text.remove_prefix(1);
    if (digits(2) != 2 || text.front() > '5') return false;
    text.remove_prefix(2);
    return true;
  };
  const std::size_t size = digits(4);
  if (size == 0) return std::nullopt;
  unsigned hours = 0;
  for (const char digit : text.substr(0, size)) hours = hours * 10 + static_cast<unsigned>(digit - '0');
  text.remove_prefix(size);
  if (!sixtieth()) return std::nullopt;
  if (text.empty()) return hours;
  if (!sixtieth()) return std::nullopt;
  if (text.starts_with('.') || text.starts_with(',')) {
    text.remove_prefix(1);
    const std::size_t decimals = digits(9);
    if (decimals == 0) return std::nullopt;
    text.remove_prefix(decimals);
  }
  return text.empty() ? std::optional(hours) : std::nullopt;
}

/// Whether the text is an address of the Internet, of four bytes: 10.100.200.101 would be a number with thousands.
bool is_address(std::string_view text) {
  constexpr int kMost = 255;
  int bytes = 0;
  for (std::size_t at = 0; at <= text.size(); ++bytes) {
    const std::size_t end = std::min(text.find('.', at), text.size());
    int byte = 0;
    const auto [stop, error] = std::from_chars(text.data() + at, text.data() + end, byte);
    if (error != std::errc() || stop != text.data() + end || byte < 0 || byte > kMost) return false;
    at = end + 1;
  }
  return bytes == 4;
}

}  // namespace

Format DateWriting::format() const {
  Format format;
  format.date_order = order;
  format.date_form = form;
  format.short_year = short_year;
  return format;
}

void Witness::note(std::string_view text, Location where) {
  if (set && at <= where) return;
  at = where;
  value = cut(text);
  set = true;
}

void Witness::merge(const Witness& other) {
  if (other.set && (!set || other.at < at)) *this = other;
}

std::string witness_text(const Witness& witness, const std::vector<std::string>& files) {
  std::string shown;
  for (const char c : witness.value) shown += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
  return fmt::format("'{}' at {}:{}", shown, files[witness.at.file], witness.at.line);
}

void Extreme::note(std::int64_t candidate, std::string_view text, Location where) {
  if (witness.set && candidate <= amount) return;
  amount = candidate;
  witness.set = false;
  witness.note(text, where);
}

void Extreme::merge(const Extreme& other) {
  if (!other.witness.set) return;
  if (!witness.set || other.amount > amount || (other.amount == amount && other.witness.at < witness.at)) *this = other;
}

void Misfits::note(std::string_view text, Location where) {
  ++count;
  first.note(text, where);
}

void Misfits::merge(const Misfits& other) {
  count += other.count;
  first.merge(other.first);
}

void ColumnProfile::add(std::string_view raw, Location where) {
  const std::string_view value = without_formula(raw);
  if (value.size() < raw.size()) {
    text.formula.note(raw, where);
    for (Misfits* misfits : {&number.misfits, &date.misfits, &uuid.misfits, &boolean.misfits, &time.misfits})
      misfits->note(raw, where);
  }
  ++text.count;
  if (!text.first.set) text.first.note(value, where);
  const auto bytes = static_cast<std::int64_t>(value.size());
  if (!text.bytes.witness.set || bytes > text.bytes.amount) text.bytes.note(bytes, value, where);
  // There are at most as many characters as bytes.
  if (!text.characters.witness.set || bytes > text.characters.amount) {
    text.characters.note(static_cast<std::int64_t>(utf8_length(value)), value, where);
  }
  if (value.size() < raw.size()) return;  // a text, whatever it says
  if (number.misfits.count <= kMostMisfits) add_number(value, where);
  if (date.misfits.count <= kMostMisfits) add_date(value, where);
  if (uuid.misfits.count <= kMostMisfits) add_uuid(value, where);
  if (boolean.misfits.count <= kMostMisfits) add_boolean(value, where);
  if (time.misfits.count <= kMostMisfits) add_time(value, where);
}

void ColumnProfile::add_word(std::size_t word, std::string_view value, bool quoted, Location where) {
  WordEvidence& evidence = words[word];
  ++(quoted ? evidence.quoted : evidence.count);
  Witness& first = quoted ? evidence.first_quoted : evidence.first;
  if (!first.set) first.note(value, where);
}

void ColumnProfile::add_many(std::string_view value, std::uint64_t count, const Witness& first) {
  if (count == 0) return;
  const std::array misfits{&number.misfits, &date.misfits, &uuid.misfits, &boolean.misfits, &time.misfits};
  std::array<std::uint64_t, misfits.size()> before{};
  for (std::size_t i = 0; i < misfits.size(); ++i) before[i] = misfits[i]->count;
  add(value, first.at);
  text.count += count - 1;
  if (date.zeros > 0 && is_zero_date(value)) date.zeros += count - 1;
  text.first.note(value, first.at);
  for (std::size_t i = 0; i < misfits.size(); ++i) {
    if (misfits[i]->count > before[i]) misfits[i]->count += count - 1;
  }
}

void ColumnProfile::add_number(std::string_view value, Location where) {
  const NumberText read = read_number(value);
  if (read.styles == 0) {
    number.misfits.note(value, where);
    const bool plus = value.starts_with('+') && value.find_first_of(".,") != std::string_view::npos;
    if (plus && read_number(value.substr(1)).styles != 0) ++number.with_plus;
    return;
  }
  ++number.count;
  number.separators |= read.separators;
  if (read.styles != kAllStyles) {
    number.styles &= read.styles;
    for (std::size_t i = 0; i < number.refuted.size(); ++i) {
      if ((read.styles >> i & 1U) == 0 && !number.refuted[i].set) number.refuted[i].note(value, where);
    }
  }
  if (read.currency != 0) {
    number.currencies |= 1U << (read.currency - 1U);
    if (!number.currency.set) number.currency.note(value, where);
  }
  if (read.accounting && !number.accounting.set) number.accounting.note(value, where);
  if (read.percent) {
    if (!number.percent.set) number.percent.note(value, where);
  } else if (!read.dash && !number.no_percent.set) {
    number.no_percent.note(value, where);
  }
  if (!number.few_signs.set &&
      std::count_if(value.begin(), value.end(), [](char c) { return c == '.' || c == ','; }) < 2) {
    number.few_signs.note(value, where);
  }
  if (!number.no_address.set && !is_address(value)) number.no_address.note(value, where);
  if (read.digits_lost && !number.digits_lost.set) number.digits_lost.note(value, where);
  if (read.bare_sign && !number.bare_sign.set) number.bare_sign.note(value, where);
  if (read.negative_zero && !number.negative_zero.set) number.negative_zero.note(value, where);
  for (std::size_t d = 0; d < number.digits.size(); ++d) {
    if ((read.styles & kStylesOfDecimal[d]) == 0) continue;
    const NumberText::Digits& from = read.digits[d];
    NumberEvidence::Digits& to = number.digits[d];
    to.whole_digits.note(from.whole_digits, value, where);
    to.scale.note(from.scale, value, where);
    if (from.whole) {
      to.most.note(from.value, value, where);
      to.least.note(~from.value, value, where);  // ~v falls as v grows, and can't overflow as -v does
    } else if (!to.no_whole.set) {
      to.no_whole.note(value, where);
    }
    if (!from.integer && !to.no_integer.set) to.no_integer.note(value, where);
  }
}

void ColumnProfile::add_date(std::string_view value, Location where) {
  const std::string_view bare = trim(value);
  if (!bare.empty() && bare.front() == '0' && is_zero_date(bare)) {
    ++date.zeros;
    date.first_zero.note(value, where);
    return;
  }
  const unsigned possible = possible_writings(bare);
  unsigned writings = 0;
  bool timed = false, offset = false;
  std::optional<DateFault> fault;
  for (std::size_t i = 0; i < kDateWritings.size() && possible >> i != 0; ++i) {
    if ((possible >> i & 1U) == 0) continue;
    const Format& format = date_formats()[i];
    std::int32_t days = 0;
    std::int64_t micros = 0;
    // Once a time of day was seen, all values are read as timestamps: parse_date would only fail more slowly.
    bool has_offset = false;
    const bool plain = !date.time.set && parse_date(bare, format, days, has_offset) == Parse::ok;
    if (!plain) {
      const Parse result = parse_timestamp(bare, format, micros, has_offset);
      if (result == Parse::out_of_range) fault = date_fault(bare, format, false);
      if (result != Parse::ok) continue;
    }
    offset = offset || has_offset;
    writings |= 1U << i;
    timed = timed || (!plain && !date.time.set);
  }
  if (writings == 0) {
    date.misfits.note(value, where);
    if (fault) (fault == DateFault::years ? date.out_of_years : date.too_fine).note(value, where);
    return;
  }
  ++date.count;
  if (!date.first.set) date.first.note(value, where);
  if (timed) date.time.note(value, where);
  note_half_day(value, date_formats()[static_cast<std::size_t>(std::countr_zero(writings))], where);
  Witness& clock = offset ? date.offset : date.local;
  if (!clock.set) clock.note(value, where);
  if ((writings & kShortYear) != 0 && !date.dashed.set && bare.find('-') < 3) date.dashed.note(value, where);
  date.writings = static_cast<std::uint16_t>(date.writings & writings);
  for (std::size_t i = 0; i < date.refuted.size(); ++i) {
    if ((writings >> i & 1U) == 0 && !date.refuted[i].set) date.refuted[i].note(value, where);
  }
}

void ColumnProfile::note_half_day(std::string_view value, const Format& format, Location where) {
  const bool is_known = date.half_day.set && date.no_half_day.set && date.either_half.set;
  // Most values have no letter that AM and PM have, and nothing is new about them.
  const bool may_state = value.find_first_of("mM") != std::string_view::npos;
  if (is_known || (date.either_half.set && !may_state)) return;
  const auto note = [&](Witness& witness) {
    if (!witness.set) witness.note(value, where);
  };
  switch (half_day_of(value, format)) {
    case HalfDay::no_time: break;
    case HalfDay::stated: note(date.half_day); break;
    case HalfDay::missing: note(date.either_half); [[fallthrough]];
    case HalfDay::needless: note(date.no_half_day); break;
  }
}

void ColumnProfile::add_boolean(std::string_view value, Location where) {
  const std::string word = value.size() <= 12 ? lower_word(value) : std::string();
  bool known = false;
  for (std::size_t i = 0; i < kBooleanWords.size() && !word.empty(); ++i) {
    const bool yes = word == kBooleanWords[i].yes;
    if (!yes && word != kBooleanWords[i].no) continue;
    known = true;
    Witness& seen = boolean.seen[i][yes ? 0 : 1];
    if (!seen.set) seen.note(value, where);
  }
  if (!known) boolean.misfits.note(value, where);
}

void ColumnProfile::add_uuid(std::string_view value, Location where) {
  UInt128 ignored = 0;
  if (parse_uuid(value, ignored) == Parse::ok) {
    ++uuid.count;
  } else {
    uuid.misfits.note(value, where);
  }
}

void ColumnProfile::add_time(std::string_view value, Location where) {
  const std::string_view bare = trim(value);
  bool too_fine = false;
  const std::optional<TimeText> read = read_time_of_day(bare, too_fine);
  const auto note = [&](Witness& witness) {
    if (!witness.set) witness.note(value, where);
  };
  if (!read) {
    const bool negative = bare.starts_with('-');
    const std::optional<unsigned> hours = hours_of(negative ? bare.substr(1) : bare);
    const bool duration = hours && (negative || *hours >= 24);
    (!duration ? time.misfits : negative ? time.below_zero : time.past_midnight).note(value, where);
    if (too_fine) time.too_fine.note(value, where);
    return;
  }
  ++time.count;
  note(time.first);
  note(time.forms[static_cast<std::size_t>(read->form)]);
  time.latest.note(read->micros, value, where);
  if (read->padded) note(time.padded);
  if (read->short_hour) note(time.short_hour);
  if (read->seconds) note(time.seconds);
  constexpr std::int64_t kGrid = std::int64_t{5} * 60 * 1'000'000;
  if (read->micros % kGrid != 0) note(time.off_grid);
}

void ColumnProfile::merge(const ColumnProfile& other) {
  number.misfits.merge(other.number.misfits);
  number.count += other.number.count;
  number.styles &= other.number.styles;
  number.separators |= other.number.separators;
  for (std::size_t i = 0; i < number.refuted.size(); ++i) number.refuted[i].merge(other.number.refuted[i]);
  number.currencies |= other.number.currencies;
  number.currency.merge(other.number.currency);
  number.accounting.merge(other.number.accounting);
  number.negative_zero.merge(other.number.negative_zero);
  number.percent.merge(other.number.percent);
  number.no_percent.merge(other.number.no_percent);
  number.digits_lost.merge(other.number.digits_lost);
  number.bare_sign.merge(other.number.bare_sign);
  number.with_plus += other.number.with_plus;
  number.few_signs.merge(other.number.few_signs);
  number.no_address.merge(other.number.no_address);
  for (std::size_t d = 0; d < number.digits.size(); ++d) {
    NumberEvidence::Digits& to = number.digits[d];
    const NumberEvidence::Digits& from = other.number.digits[d];
    to.whole_digits.merge(from.whole_digits);
    to.scale.merge(from.scale);
    to.least.merge(from.least);
    to.most.merge(from.most);
    to.no_integer.merge(from.no_integer);
    to.no_whole.merge(from.no_whole);
  }
  date.misfits.merge(other.date.misfits);
  date.count += other.date.count;
  date.writings &= other.date.writings;
  for (std::size_t i = 0; i < date.refuted.size(); ++i) date.refuted[i].merge(other.date.refuted[i]);
  date.first.merge(other.date.first);
  date.time.merge(other.date.time);
  date.offset.merge(other.date.offset);
  date.local.merge(other.date.local);
  date.half_day.merge(other.date.half_day);
  date.no_half_day.merge(other.date.no_half_day);
  date.either_half.merge(other.date.either_half);
  date.dashed.merge(other.date.dashed);
  date.too_fine.merge(other.date.too_fine);
  date.out_of_years.merge(other.date.out_of_years);
  date.zeros += other.date.zeros;
  date.first_zero.merge(other.date.first_zero);
  boolean.misfits.merge(other.boolean.misfits);
  for (std::size_t i = 0; i < boolean.seen.size(); ++i) {
    for (std::size_t k = 0; k < 2; ++k) boolean.seen[i][k].merge(other.boolean.seen[i][k]);
  }
  uuid.misfits.merge(other.uuid.misfits);
  uuid.count += other.uuid.count;
  time.misfits.merge(other.time.misfits);
  time.count += other.time.count;
  time.first.merge(other.time.first);
  for (std::size_t i = 0; i < time.forms.size(); ++i) time.forms[i].merge(other.time.forms[i]);
  time.latest.merge(other.time.latest);
  time.padded.merge(other.time.padded);
  time.short_hour.merge(other.time.short_hour);
  time.seconds.merge(other.time.seconds);
  time.off_grid.merge(other.time.off_grid);
  time.past_midnight.merge(other.time.past_midnight);
  time.below_zero.merge(other.time.below_zero);
  time.too_fine.merge(other.time.too_fine);
  text.count += other.text.count;
  text.first.merge(other.text.first);
  text.characters.merge(other.text.characters);
  text.bytes.merge(other.text.bytes);
  text.formula.merge(other.text.formula);
  for (std::size_t i = 0; i < words.size(); ++i) {
    words[i].count += other.words[i].count;
    words[i].first.merge(other.words[i].first);
    words[i].quoted += other.words[i].quoted;
    words[i].first_quoted.merge(other.words[i].first_quoted);
  }
}

}  // namespace rox
