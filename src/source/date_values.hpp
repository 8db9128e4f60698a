// One field's text to a date or a time, exactly, as values.hpp does it for all other types: what can't be held is
// refused with out_of_range, what is none with unparsable. Blanks around it are skipped.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "model/model.hpp"
#include "source/parse.hpp"

namespace rox {

/// Days since 1970-01-01. Year of four digits, month and day of one or two, separated by '-', '/' or
/// '.', in the given order; years 0001 to 9999. A time part is taken only if it is midnight.
Parse parse_date(std::string_view text, DateOrder order, std::int32_t& out);

/// Microseconds since 1970-01-01 00:00:00. A date as above, then, after ' ' or 'T', HH:MM[:SS[.ffffff]] or
/// HH.MM.SS[.ffffff] ('.' or ','; more than six digits only if zeros), [AM|PM], [Z|±HH[:MM]] (converted to UTC). A date
/// alone is midnight, 24:00 the next day's.
Parse parse_timestamp(std::string_view text, DateOrder order, std::int64_t& out);

/// "fev", "March": of English or Portuguese, in full or its three letters.
bool is_month_name(std::string_view word);

/// The same as the column's dates are written: also with years of two digits, names of months (English and Portuguese,
/// whole or the first three letters; `5 de janeiro de 2024`), digits alone, or counted from 1970 or 1900. `offset`
/// becomes true if the text says what its time is off UTC; whether it may is for the caller to say.
Parse parse_date(std::string_view text, const Format& format, std::int32_t& out, bool& offset);
Parse parse_timestamp(std::string_view text, const Format& format, std::int64_t& out, bool& offset);

/// Why a date or a time that is well written can't be held.
enum class DateFault { years, time_of_day, decimals };
/// Of a text that parse_date() (`is_date`) or parse_timestamp() found out of range in that format: it is outside the
/// years 1 to 9999; a DATE has no time of day; or it has more than six decimals of a second.
DateFault date_fault(std::string_view text, const Format& format, bool is_date);

/// Whether the time behind a date says which half of the day it is in. `missing`: it doesn't, and its hour is 1 to 12.
enum class HalfDay { no_time, stated, missing, needless };
/// Of a text that parse_timestamp() takes in that format.
HalfDay half_day_of(std::string_view text, const Format& format);

/// The English name of the date's day of the week, where the text says another one: "Mon, 01 Feb 2024".
std::optional<std::string_view> contradicted_weekday(std::string_view text, const Format& format);

/// The day that spreadsheets call by that number (1 is 1900-01-01), as days since 1970-01-01. None for 60, which is
/// their 29 February 1900, and for what is before 1900 or after 9999.
std::optional<std::int32_t> spreadsheet_day(std::int64_t serial);

/// Whether text is a date of zeros alone (00000000, 0000-00-00 00:00:00, 00/00/0000), as systems write "none".
bool is_zero_date(std::string_view text);

}  // namespace rox
