// How wide text is on a terminal.
#pragma once

#include <cstddef>
#include <string_view>

namespace rox {

/// Columns that UTF-8 text takes on a terminal: wide characters count two, combining ones none.
std::size_t display_width(std::string_view text);

/// The longest start of `text` that fits `width` columns.
std::string_view fitting(std::string_view text, std::size_t width);

}  // namespace rox
