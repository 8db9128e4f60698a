#include "source/date_values.hpp"

#include <algorithm>
#include <array>

#include "source/clock.hpp"
#include "source/value_text.hpp"
#include "source/values.hpp"

namespace rox {
namespace {

constexpr bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

constexpr int days_in_month(int year, int month) {
  constexpr std::array<int, 13> days = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[static_cast<std::size_t>(month)];
}

// Days since 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil).
constexpr std::int32_t days_from_civil(int y, int m, int d) {
  y -= m <= 2;
  int era = y / 400;
  int yoe = y - era * 400;
  int doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + doe - 719468;
}

// 0001-01-01 00:00:00 and 9999-12-31 23:59:59.999999.
constexpr std::int64_t kDayMicros = 86'400'000'000;
constexpr std::int64_t kFirstMicro = days_from_civil(1, 1, 1) * kDayMicros;
constexpr std::int64_t kLastMicro = (days_from_civil(9999, 12, 31) + 1) * kDayMicros - 1;

Parse to_days(int year, int month, int day, std::int32_t& out) {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return Parse::unparsable;
  out = days_from_civil(year, month, day);
  return Parse::ok;
}

bool is_date_separator(char c) { return c == '-' || c == '/' || c == '.'; }

// Reads the date at the front of `text` and removes it.
Parse take_date(std::string_view& text, DateOrder order, std::int32_t& out) {
  const char* p = text.data();
  if (order == DateOrder::ymd && text.size() >= 10 && is_date_separator(p[4]) && p[7] == p[4]) {
    int century = two_digits(p), year = two_digits(p + 2), month = two_digits(p + 5), day = two_digits(p + 8);
    if ((century | year | month | day) >= 0) {
      text.remove_prefix(10);
      return to_days(century * 100 + year, month, day, out);
    }
  }
  std::array<int, 3> part{};
  std::array<std::size_t, 3> width{};
  char separator = 0;
  std::size_t i = 0;
  for (std::size_t k = 0; k < 3; ++k) {
    std::size_t start = i;
    while (i < text.size() && is_digit(text[i]) && i - start < 4) part[k] = part[k] * 10 + (text[i++] - '0');
    width[k] = i - start;
    if (k == 2) break;
    if (i >= text.size() || !is_date_separator(text[i]) || (k == 1 && text[i] != separator)) return Parse::unparsable;
    separator = text[i++];
  }
  std::size_t year = order == DateOrder::ymd ? 0 : 2;
  std::size_t month = order == DateOrder::mdy ? 0 : 1;
  std::size_t day = order == DateOrder::ymd ? 2 : order == DateOrder::dmy ? 0 : 1;
  auto short_part = [&](std::size_t k) { return width[k] == 1 || width[k] == 2; };
  if (width[year] != 4 || !short_part(month) || !short_part(day)) return Parse::unparsable;
  text.remove_prefix(i);
  return to_days(part[year], part[month], part[day], out);
}

// A clock behind what stands between it and a date.
Parse parse_time_part(std::string_view text, bool cut, ClockText& out) {
  if (text[0] != ' ' && text[0] != 'T') return Parse::unparsable;
  return parse_clock(text.substr(1), cut, out);
}

// ---- Dates that are written in other ways than DateOrder alone says.

// The year that two digits mean: one of the hundred from `pivot` on.
int whole_year(int two, int pivot) {
  const int year = pivot - pivot % 100 + two;
  return year < pivot ? year + 100 : year;
}

// Digits at the front of `text`, `least` to `most` of them and no more.
bool take_digits(std::string_view& text, std::size_t least, std::size_t most, int& out) {
  std::size_t size = 0;
  out = 0;
  while (size < text.size() && size < most && is_digit(text[size])) out = out * 10 + (text[size++] - '0');
  if (size < least || (size < text.size() && is_digit(text[size]))) return false;
  text.remove_prefix(size);
  return true;
}

// "31/12/23" in the order of the format.
Parse take_short_date(std::string_view& text, const Format& format, std::int32_t& out) {
  std::array<int, 3> part{};
  std::array<std::size_t, 3> width{};
  std::string_view rest = text;
  char separator = 0;
  for (std::size_t k = 0; k < 3; ++k) {
    const std::size_t before = rest.size();
    if (!take_digits(rest, 1, 2, part[k])) return Parse::unparsable;
    width[k] = before - rest.size();
    if (k == 2) break;
    if (rest.empty() || !is_date_separator(rest[0]) || (k == 1 && rest[0] != separator)) return Parse::unparsable;
    separator = rest[0];
    rest.remove_prefix(1);
  }
  const DateOrder order = format.date_order;
  const std::size_t year = order == DateOrder::ymd ? 0 : 2;
  const std::size_t month = order == DateOrder::mdy ? 0 : 1;
  const std::size_t day = order == DateOrder::ymd ? 2 : order == DateOrder::dmy ? 0 : 1;
  // 1/5/24 is a date; 1.5.24 and 1-5-24 are more often chapters and ranges.
  if (width[year] != 2 || (separator != '/' && (width[month] != 2 || width[day] != 2))) return Parse::unparsable;
  text = rest;
  return to_days(whole_year(part[year], format.pivot), part[month], part[day], out);
}

struct MonthName {
  std::string_view name;
  int month;
};
// Any three letters of one are the same month in both languages.
constexpr std::array kMonthNames{
    MonthName{"january", 1},   MonthName{"janeiro", 1},   MonthName{"february", 2},  MonthName{"fevereiro", 2},
    MonthName{"march", 3},     MonthName{"março", 3},     MonthName{"marco", 3},     MonthName{"april", 4},
    MonthName{"abril", 4},     MonthName{"may", 5},       MonthName{"maio", 5},      MonthName{"june", 6},
    MonthName{"junho", 6},     MonthName{"july", 7},      MonthName{"julho", 7},     MonthName{"august", 8},
    MonthName{"agosto", 8},    MonthName{"september", 9}, MonthName{"setembro", 9},  MonthName{"october", 10},
    MonthName{"outubro", 10},  MonthName{"november", 11}, MonthName{"novembro", 11}, MonthName{"december", 12},
    MonthName{"dezembro", 12}, MonthName{"sept", 9}};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

std::size_t letters(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && is_letter(text[size])) ++size;
  return size;
}

// A month's name at the front of `text`, with the point of an abbreviation; 0 if there is none.
int take_month_name(std::string_view& text) {
  const std::size_t size = letters(text);
  std::string word;
  for (const char c : text.substr(0, size)) word.push_back(static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c));
  if (const std::size_t at = word.find("\xC3\x87"); at != std::string::npos) word[at + 1] = '\xA7';  // Ç
  if (size < 3) return 0;
  for (const MonthName& known : kMonthNames) {
    if (word != known.name && (size != 3 || !known.name.starts_with(word))) continue;
    text.remove_prefix(size);
    if (size == 3 && text.starts_with('.')) text.remove_prefix(1);
    return known.month;
  }
  return 0;
}

// What stands between the parts of a date with a name: a sign, or blanks and a comma, "de" or "of" among them.
bool take_gap(std::string_view& text) {
  const std::size_t before = text.size();
  if (text.starts_with("\xC2\xBA") || text.starts_with("\xC2\xB0")) text.remove_prefix(2);  // 1º
  if (text.starts_with(',')) text.remove_prefix(1);
  if (!text.empty() && is_date_separator(text[0])) {
    text.remove_prefix(1);
    return true;
  }
  while (text.starts_with(' ')) text.remove_prefix(1);
  for (const std::string_view word : {"de ", "of ", "DE "}) {
    if (text.size() < before && text.starts_with(word)) text.remove_prefix(word.size());
  }
  while (text.starts_with(' ')) text.remove_prefix(1);
  return text.size() < before;
}

constexpr std::array<std::string_view, 7> kWeekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};

// 1970-01-01 was a Thursday.
std::size_t weekday_of(std::int32_t days) { return static_cast<std::size_t>(((days + 4) % 7 + 7) % 7); }

// "Mon, ", "segunda-feira, " in front of a date says nothing that the date doesn't. Its place in kWeekdays.
std::optional<std::size_t> take_weekday(std::string_view& text) {
  constexpr std::array<std::string_view, 14> kDays{"sun", "mon", "tue", "wed", "thu", "fri", "sat",
                                                   "dom", "seg", "ter", "qua", "qui", "sex", "s\xC3\xA1"};
  std::size_t size = letters(text);
  if (size < 3) return std::nullopt;
  std::string word;
  for (const char c : text.substr(0, 3)) word.push_back(static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c));
  const auto known = std::find(kDays.begin(), kDays.end(), word);
  if (known == kDays.end()) return std::nullopt;
  if (text.substr(size).starts_with("-feira")) size += 6;
  if (!text.substr(size).starts_with(", ")) return std::nullopt;
  text.remove_prefix(size + 2);
  return static_cast<std::size_t>(known - kDays.begin()) % kWeekdays.size();
}

// "Mon, 5 Feb 2024" at the front of `text`, whatever day of the week that is.
Parse take_day_of_week(std::string_view& text, const Format& format, std::optional<std::size_t>& weekday,
                       std::int32_t& out) {
  std::string_view rest = text;
  int year = 0, month = 0, day = 0;
  const auto take_year = [&] {
    return format.short_year ? take_digits(rest, 2, 2, year) : take_digits(rest, 4, 4, year);
  };
  const auto take_month = [&] { return (month = take_month_name(rest)) != 0; };
  const auto take_day = [&] { return take_digits(rest, 1, 2, day); };
  weekday = take_weekday(rest);
  bool read = false;
  switch (format.date_order) {
    case DateOrder::ymd: read = take_year() && take_gap(rest) && take_month() && take_gap(rest) && take_day(); break;
    case DateOrder::dmy: read = take_day() && take_gap(rest) && take_month() && take_gap(rest) && take_year(); break;
    case DateOrder::mdy: read = take_month() && take_gap(rest) && take_day() && take_gap(rest) && take_year(); break;
  }
  if (!read) return Parse::unparsable;
  text = rest;
  return to_days(format.short_year ? whole_year(year, format.pivot) : year, month, day, out);
}

Parse take_named_date(std::string_view& text, const Format& format, std::int32_t& out) {
  std::optional<std::size_t> weekday;
  const Parse result = take_day_of_week(text, format, weekday, out);
  return result == Parse::ok && weekday && *weekday != weekday_of(out) ? Parse::unparsable : result;
}

constexpr std::size_t kLongestClock = 40;

// "20240131", then [T| ]HHMMSS with whatever may follow seconds, which is put into `clock` as " HH:MM:SS…".
Parse take_compact_date(std::string_view& text, std::array<char, kLongestClock>& clock, std::int32_t& out) {
  if (text.size() < 8 || !std::all_of(text.begin(), text.begin() + 8, is_digit)) return Parse::unparsable;
  std::array<int, 4> two{};
  for (std::size_t i = 0; i < 4; ++i) two[i] = two_digits(text.data() + 2 * i);
  const Parse result = to_days(two[0] * 100 + two[1], two[2], two[3], out);
  text.remove_prefix(8);
  if (result != Parse::ok || text.empty()) return result;
  std::string_view rest = text;
  if (rest[0] == 'T' || rest[0] == ' ') rest.remove_prefix(1);
  if (rest.size() < 6 || !std::all_of(rest.begin(), rest.begin() + 6, is_digit)) return Parse::ok;
  if (rest.size() + 3 > clock.size() || (rest.size() > 6 && is_digit(rest[6]))) return Parse::unparsable;
  const std::array<char, 9> head{' ', rest[0], rest[1], ':', rest[2], rest[3], ':', rest[4], rest[5]};
  char* end = std::copy(head.begin(), head.end(), clock.data());
  end = std::copy(rest.begin() + 6, rest.end(), end);
  text = {clock.data(), static_cast<std::size_t>(end - clock.data())};
  return Parse::ok;
}

// Seconds, or thousandths of them, since 1970.
Parse parse_epoch(std::string_view text, DateForm form, std::int64_t& out) {
  return parse_decimal(text, '.', 18, form == DateForm::epoch ? 6 : 3, out);
}

// To the millisecond: a float has no more of a day and its hours than that, and what people write has less.
Parse parse_serial(std::string_view text, std::int64_t& out) {
  constexpr unsigned kDecimals = 12;
  const std::size_t sign = std::min(text.find_first_of(".,"), text.size());
  Int128 value = 0;  // days, as a whole number of 10^-12
  const Parse result =
      parse_decimal(text.substr(0, sign + 1 + kDecimals), sign < text.size() ? text[sign] : '.', 20, kDecimals, value);
  if (result != Parse::ok) return result;
  constexpr std::int64_t kOne = 1'000'000'000'000;
  const auto days = spreadsheet_day(static_cast<std::int64_t>(value / kOne));
  if (value < 0 || !days) return Parse::out_of_range;
  const auto thousandths = static_cast<std::int64_t>((value % kOne * (kDayMicros / 1000) + kOne / 2) / kOne);
  out = *days * kDayMicros + thousandths * 1000;
  return Parse::ok;
}

// Times that are a number.
Parse parse_counted(std::string_view text, DateForm form, std::int64_t& out) {
  const Parse result = form == DateForm::serial ? parse_serial(text, out) : parse_epoch(text, form, out);
  return result == Parse::ok && (out < kFirstMicro || out > kLastMicro) ? Parse::out_of_range : result;
}

// Dates that DateOrder says all of.
bool is_usual(const Format& format) { return format.date_form == DateForm::separated && !format.short_year; }

// Reads the date at the front of `text` and removes it; what is left is a time as parse_time_part takes it.
Parse take_written_date(std::string_view& text, const Format& format, std::array<char, kLongestClock>& clock,
                        std::int32_t& out) {
  switch (format.date_form) {
    case DateForm::compact: return take_compact_date(text, clock, out);
    case DateForm::month_name: return take_named_date(text, format, out);
    default: break;
  }
  return take_short_date(text, format, out);
}

Parse finish_date(std::string_view rest, bool& offset) {
  if (rest.empty() || rest == " 00:00:00.000") return Parse::ok;
  ClockText time;
  const Parse result = parse_time_part(rest, false, time);
  offset = time.offset;
  return result == Parse::ok && time.micros != 0 ? Parse::out_of_range : result;
}

Parse within_years(std::int32_t days, std::int64_t micros, std::int64_t& out) {
  out = days * kDayMicros + micros;
  // An offset, or 24:00, may lead out of the years that dates have.
  return out >= kFirstMicro && out <= kLastMicro ? Parse::ok : Parse::out_of_range;
}

// What is left behind a date; nothing is midnight.
Parse parse_rest(std::string_view rest, const Format& format, ClockText& time) {
  if (rest.empty()) return Parse::ok;
  // Logs of web servers: 10/Oct/2000:13:55:36 -0700.
  const bool log = format.date_form == DateForm::month_name && rest.starts_with(':');
  return log ? parse_clock(rest.substr(1), format.cut_seconds, time) : parse_time_part(rest, format.cut_seconds, time);
}

Parse finish_timestamp(std::string_view rest, std::int32_t days, const Format& format, std::int64_t& out,
                       bool& offset) {
  ClockText time;
  Parse result = parse_rest(rest, format, time);
  const bool lacks_half = format.time_form == TimeForm::half_days && !rest.empty() && !time.half_day;
  if (result == Parse::ok && lacks_half) result = Parse::unparsable;
  offset = time.offset;
  return result == Parse::ok ? within_years(days, time.micros, out) : result;
}

}  // namespace

bool is_month_name(std::string_view word) { return take_month_name(word) != 0 && word.empty(); }

Parse parse_date(std::string_view text, DateOrder order, std::int32_t& out) {
  text = trimmed(text);
  bool offset = false;
  const Parse result = take_date(text, order, out);
  return result == Parse::ok ? finish_date(text, offset) : result;
}

Parse parse_timestamp(std::string_view text, DateOrder order, std::int64_t& out) {
  text = trimmed(text);
  bool offset = false;
  std::int32_t days = 0;
  const Parse result = take_date(text, order, days);
  static const Format kPlain;
  return result == Parse::ok ? finish_timestamp(text, days, kPlain, out, offset) : result;
}

Parse parse_date(std::string_view text, const Format& format, std::int32_t& out, bool& offset) {
  offset = false;
  if (is_usual(format)) {
    text = trimmed(text);
    const Parse result = take_date(text, format.date_order, out);
    return result == Parse::ok ? finish_date(text, offset) : result;
  }
  if (is_counted(format.date_form)) {
    std::int64_t micros = 0;
    const Parse result = parse_counted(trimmed(text), format.date_form, micros);
    if (result != Parse::ok) return result;
    out = static_cast<std::int32_t>(micros / kDayMicros);
    return micros % kDayMicros == 0 ? Parse::ok : Parse::out_of_range;
  }
  text = trimmed(text);
  std::array<char, kLongestClock> clock{};
  const Parse result = take_written_date(text, format, clock, out);
  return result == Parse::ok ? finish_date(text, offset) : result;
}

Parse parse_timestamp(std::string_view text, const Format& format, std::int64_t& out, bool& offset) {
  offset = false;
  if (is_usual(format)) {
    text = trimmed(text);
    std::int32_t days = 0;
    const Parse result = take_date(text, format.date_order, days);
    return result == Parse::ok ? finish_timestamp(text, days, format, out, offset) : result;
  }
  if (is_counted(format.date_form)) return parse_counted(trimmed(text), format.date_form, out);
  text = trimmed(text);
  std::array<char, kLongestClock> clock{};
  std::int32_t days = 0;
  const Parse result = take_written_date(text, format, clock, days);
  return result == Parse::ok ? finish_timestamp(text, days, format, out, offset) : result;
}

DateFault date_fault(std::string_view text, const Format& format, bool is_date) {
  Format cut = format;
  cut.cut_seconds = true;
  if (is_counted(format.date_form)) text = text.substr(0, text.find_first_of(".,"));
  std::int64_t micros = 0;
  bool offset = false;
  if (parse_timestamp(text, cut, micros, offset) != Parse::ok) return DateFault::years;
  return is_date ? DateFault::time_of_day : DateFault::decimals;
}

HalfDay half_day_of(std::string_view text, const Format& format) {
  text = trimmed(text);
  std::array<char, kLongestClock> buffer{};
  std::int32_t days = 0;
  const bool usual = is_usual(format);
  if (is_counted(format.date_form)) return HalfDay::no_time;
  const Parse result = usual ? take_date(text, format.date_order, days) : take_written_date(text, format, buffer, days);
  ClockText time;
  if (result != Parse::ok || text.empty() || parse_rest(text, format, time) != Parse::ok) return HalfDay::no_time;
  if (time.half_day) return HalfDay::stated;
  return time.hour >= 1 && time.hour <= 12 ? HalfDay::missing : HalfDay::needless;
}

std::optional<std::string_view> contradicted_weekday(std::string_view text, const Format& format) {
  if (format.date_form != DateForm::month_name) return std::nullopt;
  text = trimmed(text);
  std::optional<std::size_t> weekday;
  std::int32_t days = 0;
  if (take_day_of_week(text, format, weekday, days) != Parse::ok || !weekday || *weekday == weekday_of(days)) {
    return std::nullopt;
  }
  return kWeekdays[weekday_of(days)];
}

std::optional<std::int32_t> spreadsheet_day(std::int64_t serial) {
  // The first spreadsheets took 1900 for a leap year, so that all days since then have a number too many.
  constexpr std::int64_t kLeapDay = 60;
  constexpr std::int64_t kLastDay = 2'958'465;
  if (serial < 1 || serial == kLeapDay || serial > kLastDay) return std::nullopt;
  return days_from_civil(1899, 12, serial < kLeapDay ? 31 : 30) + static_cast<std::int32_t>(serial);
}

bool is_zero_date(std::string_view text) {
  text = trimmed(text);
  std::size_t zeros = 0;
  for (const char c : text) {
    if (c == '0') {
      ++zeros;
    } else if (!is_date_separator(c) && c != ' ' && c != 'T' && c != ':') {
      return false;
    }
  }
  // 00000000, 0000-00-00, 00/00/0000, 00/00/00; then, if there is a time, one of zeros, too.
  const bool plain = text.starts_with("00000000");
  const bool separated =
      text.size() >= 8 && zeros >= 6 &&
      (is_date_separator(text[2]) ? is_date_separator(text[5])
                                  : is_date_separator(text[4]) && text.size() >= 10 && is_date_separator(text[7]));
  return (plain && (zeros == text.size() ? zeros == 8 || zeros == 14 : true)) || separated;
}

}  // namespace rox
