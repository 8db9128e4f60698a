// Sentences wrapped to a terminal's width.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rox {

/// The lines of `text`, none wider than `width` if blanks let it (0: as they are). What goes on is indented further.
/// What stands between backquotes stays together, and so do words: a command or a path can be copied.
std::string wrapped(std::string_view text, std::size_t width);

}  // namespace rox
