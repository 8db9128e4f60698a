// Names that servers take, made of names that people chose.
#pragma once

#include <string>
#include <string_view>

namespace rox {

/// Lower-case letters, digits and `separator` only, and a letter first.
std::string plain_name(std::string_view text, char separator);

}  // namespace rox
