// Questions that people answer with yes or no.
#pragma once

#include <string>

namespace rox {

/// Asks on the terminal; with `yes` that is the answer. Throws usage_error where there is no terminal.
bool confirmed(const std::string& question, bool yes);

}  // namespace rox
