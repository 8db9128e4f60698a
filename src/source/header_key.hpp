// When two names of columns are the same.
#pragma once

#include <string>
#include <string_view>

namespace rox {

/// What two names of a header have in common if people would call them the same: without regard to case, to blanks
/// around them, and to how accents are put together (Unicode's NFC).
std::string header_key(std::string_view name);

}  // namespace rox
