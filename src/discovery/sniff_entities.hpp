// Signs that web pages write as words: "&amp;". Their semicolon ends a field of an export whose fields end in one.
#pragma once

#include <cstddef>
#include <string>

namespace rox {

/// Takes the meaning of such semicolons away, so that how the export is written can be found: each becomes another
/// sign. Returns the line of the first one, counted from 1; 0 if there is none.
std::size_t mask_entities(std::string& text);

}  // namespace rox
