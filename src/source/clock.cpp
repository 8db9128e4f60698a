#include "source/clock.hpp"

#include <initializer_list>
#include <string>

#include "source/value_text.hpp"

namespace rox {
namespace {

// ":MM" or ".MM" at the front of `text`, or false.
bool take_two(std::string_view& text, char sign, int limit, int& out) {
  if (text.size() < 3 || text[0] != sign) return false;
  out = two_digits(text.data() + 1);
  if (out < 0 || out >= limit) return false;
  text.remove_prefix(3);
  return true;
}

// ".ffffff" at the front of `text`: micros; false if there are digits that micros can't hold, unless those are cut.
bool take_fraction(std::string_view& text, bool cut, std::int64_t& micros) {
  if (text.size() < 2 || (text[0] != '.' && text[0] != ',') || !is_digit(text[1])) return true;
  text.remove_prefix(1);
  std::int64_t unit = 100000;
  while (!text.empty() && is_digit(text[0])) {
    if (unit == 0 && text[0] != '0' && !cut) return false;
    micros += unit * (text[0] - '0');
    unit /= 10;
    text.remove_prefix(1);
  }
  return true;
}

// Blanks of all kinds that stand before AM: newer systems write a narrow no-break one.
void skip_blanks(std::string_view& text) {
  for (const std::string_view blank : {" ", "\t", "\u00A0", "\u202F"}) {
    while (text.starts_with(blank)) text.remove_prefix(blank.size());
  }
}

// "AM", " pm", " p. m."; true where there is none, too.
bool take_meridiem(std::string_view& text, int& hour) {
  std::string_view rest = text;
  skip_blanks(rest);
  if (rest.size() < 2) return true;
  const char half = static_cast<char>(rest[0] | 32);
  if (half != 'a' && half != 'p') return true;
  rest.remove_prefix(1);
  const bool point = rest[0] == '.';
  if (point) rest.remove_prefix(1);
  if (point) skip_blanks(rest);
  if (rest.empty() || (rest[0] | 32) != 'm') return true;
  rest.remove_prefix(1);
  if (point && rest.starts_with('.')) rest.remove_prefix(1);
  if (hour < 1 || hour > 12) return false;
  hour = hour % 12 + (half == 'p' ? 12 : 0);
  text = rest;
  return true;
}

// "Z" or "+03:00" or "-0300" or "+03" and nothing more; the offset from UTC in minutes.
bool take_zone(std::string_view text, std::int64_t& minutes) {
  minutes = 0;
  if (text.empty() || text == "Z" || text == "z" || text == " UTC" || text == " GMT") return true;
  if (text[0] == ' ') text.remove_prefix(1);
  if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return false;
  bool west = text[0] == '-';
  int hours = two_digits(text.data() + 1), mins = 0;
  text.remove_prefix(3);
  if (!text.empty()) {
    if (text[0] == ':') text.remove_prefix(1);
    if (text.size() != 2) return false;
    mins = two_digits(text.data());
  }
  if (hours < 0 || hours > 15 || mins < 0 || mins > 59) return false;
  minutes = (hours * 60 + mins) * (west ? -1 : 1);
  return true;
}

// One or two digits at the front of `text`; false if there are none or more.
bool take_hour(std::string_view& text, int& hour) {
  const std::size_t width = text.size() > 1 && is_digit(text[1]) ? 2 : 1;
  if (text.empty() || !is_digit(text[0]) || (text.size() > width && is_digit(text[width]))) return false;
  hour = width == 2 ? two_digits(text.data()) : text[0] - '0';
  text.remove_prefix(width);
  return true;
}

// What stands for the unit of what is before it: "h", "min", "m". False if it is none of those.
bool take_unit(std::string_view& text, std::initializer_list<std::string_view> units) {
  skip_blanks(text);
  for (const std::string_view unit : units) {
    if (text.size() < unit.size()) continue;
    bool same = true;
    for (std::size_t i = 0; i < unit.size(); ++i) same = same && (text[i] | 32) == unit[i];
    if (!same) continue;
    text.remove_prefix(unit.size());
    skip_blanks(text);
    return true;
  }
  return false;
}

struct Parts {
  int hour = 0, minute = 0, second = 0;
  std::int64_t fraction = 0;
  bool seconds = false;
};

// "HH:MM[:SS[.ffffff]]" with that sign.
Parse take_parts(std::string_view& text, char sign, bool cut, Parts& parts) {
  if (!take_hour(text, parts.hour) || !take_two(text, sign, 60, parts.minute)) return Parse::unparsable;
  if (text.empty() || text[0] != sign) return Parse::ok;
  parts.seconds = true;
  if (!take_two(text, sign, 60, parts.second)) return Parse::unparsable;
  return take_fraction(text, cut, parts.fraction) ? Parse::ok : Parse::out_of_range;
}

// "8h", "08h30", "8 h 30 min", "08h30m15s", "08:30h".
Parse take_letters(std::string_view& text, bool cut, Parts& parts) {
  std::string_view rest = text;
  if (!take_hour(rest, parts.hour)) return Parse::unparsable;
  if (rest.starts_with(':')) {
    const Parse result = take_parts(text, ':', cut, parts);
    if (result == Parse::ok) take_unit(text, {"hs", "h", "uhr"});
    return result;
  }
  if (!take_unit(rest, {"hs", "h"})) return Parse::unparsable;
  text = rest;
  if (text.empty()) return Parse::ok;
  const auto take_sixtieth = [&](int& out) {
    if (text.size() < 2) return false;
    out = two_digits(text.data());
    if (out < 0 || out > 59) return false;
    text.remove_prefix(2);
    return true;
  };
  if (!take_sixtieth(parts.minute)) return Parse::unparsable;
  const bool named = take_unit(text, {"min", "m"});
  if (text.empty()) return Parse::ok;
  if (!named || !take_sixtieth(parts.second)) return Parse::unparsable;
  parts.seconds = true;
  take_unit(text, {"seg", "sec", "s"});
  return Parse::ok;
}

// "0830", "083015"; without a zero in front, as whole numbers lose it.
Parse take_digits(std::string_view& text, Parts& parts) {
  std::string digits(text);
  if (digits.size() == 3 || digits.size() == 5) digits.insert(0, 1, '0');
  if (digits.size() != 4 && digits.size() != 6) return Parse::unparsable;
  parts.hour = two_digits(digits.data());
  parts.minute = two_digits(digits.data() + 2);
  parts.seconds = digits.size() == 6;
  if (parts.seconds) parts.second = two_digits(digits.data() + 4);
  if (parts.hour < 0 || parts.minute < 0 || parts.minute > 59 || parts.second < 0 || parts.second > 59) {
    return Parse::unparsable;
  }
  text = {};
  return Parse::ok;
}

Parse take_time(std::string_view& text, TimeForm form, bool cut, Parts& parts) {
  switch (form) {
    case TimeForm::letters: return take_letters(text, cut, parts);
    case TimeForm::digits: return take_digits(text, parts);
    case TimeForm::points: return take_parts(text, '.', cut, parts);
    case TimeForm::clock: return take_parts(text, ':', cut, parts);
    case TimeForm::half_days: break;
  }
  const Parse result = take_parts(text, ':', cut, parts);
  if (result != Parse::ok) return result;
  const std::size_t before = text.size();
  return take_meridiem(text, parts.hour) && text.size() < before ? Parse::ok : Parse::unparsable;
}

Parse finish_time(std::string_view rest, const Parts& parts, std::int64_t& micros) {
  if (!rest.empty() || parts.hour > 23) return Parse::unparsable;
  micros = ((parts.hour * 60LL + parts.minute) * 60 + parts.second) * 1'000'000 + parts.fraction;
  return Parse::ok;
}

}  // namespace

Parse parse_clock(std::string_view text, bool cut, ClockText& out) {
  std::size_t width = text.size() > 1 && is_digit(text[1]) ? 2 : 1;
  if (text.size() < width + 3 || !is_digit(text[0])) return Parse::unparsable;
  int hour = width == 2 ? two_digits(text.data()) : text[0] - '0';
  int minute = 0, second = 0;
  std::int64_t fraction = 0, zone = 0;
  text.remove_prefix(width);
  const char sign = text[0] == '.' ? '.' : ':';
  if (!take_two(text, sign, 60, minute)) return Parse::unparsable;
  if (sign == '.' || (!text.empty() && text[0] == ':')) {
    if (!take_two(text, sign, 60, second)) return Parse::unparsable;
    if (!take_fraction(text, cut, fraction)) return Parse::out_of_range;
  }
  const bool midnight = hour == 24 && minute == 0 && second == 0 && fraction == 0;
  out.hour = hour;
  const std::size_t before = text.size();
  if (!take_meridiem(text, hour)) return Parse::unparsable;
  out.half_day = text.size() < before;
  if ((hour > 23 && !midnight) || !take_zone(text, zone)) return Parse::unparsable;
  out.offset = !text.empty();
  out.micros = ((hour * 60LL + minute - zone) * 60 + second) * 1'000'000 + fraction;
  return Parse::ok;
}

Parse parse_time(std::string_view text, const Format& format, std::int64_t& micros) {
  text = trimmed(text);
  Parts parts;
  const Parse result = take_time(text, format.time_form, format.cut_seconds, parts);
  return result == Parse::ok ? finish_time(text, parts, micros) : result;
}

std::optional<TimeText> read_time_of_day(std::string_view text, bool& too_fine) {
  text = trimmed(text);
  if (text.size() < 2 || !is_digit(text[0])) return std::nullopt;
  for (const TimeForm form : {TimeForm::clock, TimeForm::half_days, TimeForm::letters}) {
    std::string_view rest = text;
    Parts parts;
    TimeText read;
    const Parse result = take_time(rest, form, false, parts);
    too_fine = too_fine || (result == Parse::out_of_range && parts.hour < 24);
    if (result != Parse::ok || finish_time(rest, parts, read.micros) != Parse::ok) continue;
    read.form = form;
    read.padded = text[0] == '0' && is_digit(text[1]);
    read.short_hour = !is_digit(text[1]);
    read.seconds = parts.seconds;
    return read;
  }
  return std::nullopt;
}

}  // namespace rox
