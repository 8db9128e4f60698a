// What guards found, in words: what is there, what is expected, and why that is expected.
#pragma once

#include <string>

#include "base/language.hpp"
#include "ledger/guard_result.hpp"

namespace rox {

/// "Sale has 12 new rows; usual on a Monday are 410 (median of 8, spread 22), so 322 to 498 are expected". One line,
/// without a full stop.
std::string guard_text(const GuardResult& result, Language language);

/// "3 hours", "2 days".
std::string hours_text(double hours, Language language);

/// "Monday".
std::string weekday_name(unsigned weekday, Language language);

}  // namespace rox
