// Days as numbers and as people write them, and the periods that they fall into.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rox {

using Day = std::int32_t;  // since 1970-01-01

enum class Grain { day, week, month, quarter, year };

/// "day", "week", "month", "quarter", "year". Throws usage_error for another word.
Grain parse_grain(std::string_view text);
std::string_view to_string(Grain grain);

/// "2011-05-31".
std::string day_text(Day day);
/// Throws usage_error for what is no such day.
Day parse_day(std::string_view text);

/// The first day of its period; weeks begin on Monday.
Day period_start(Day day, Grain grain);
/// The first day of the period that comes after the one that starts so.
Day next_period(Day start, Grain grain);
/// The first day of the period that the one that starts so is compared with: the same month, quarter or day of the
/// year before (29 February with 28), or of weeks the one 52 weeks before.
Day year_before(Day start, Grain grain);

}  // namespace rox
