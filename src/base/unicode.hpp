// Texts that are the same to people and are other bytes, by Unicode's rules. What isn't UTF-8 stays as it is.
#pragma once

#include <string>
#include <string_view>

namespace rox {

/// Letters and their accents as one character each (NFC).
std::string composed(std::string_view text);

/// The same, in one case, and without characters that nobody sees.
std::string composed_and_folded(std::string_view text);

}  // namespace rox
