// The languages of what rox writes to people who don't sit at a terminal.
#pragma once

#include <string>

namespace rox {

enum class Language { english, portuguese };

/// "1,234.5" or "1.234,5": with at most so many decimals, and none that say nothing.
std::string number_text(double number, Language language, int decimals = 2);

/// "2.5%" or "2,5%".
std::string share_text(double share, Language language);

}  // namespace rox
