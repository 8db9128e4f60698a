// How usual the characters of a text are in Chinese, Japanese or Korean. The encodings of these languages use the same
// pairs of bytes: nearly every text of one reads as valid, but strange, text of the others.
#pragma once

#include <string_view>

namespace rox {

/// The share of characters beyond ASCII, as that charset pairs bytes, that are everyday ones; 1 for other charsets.
double usual_share(std::string_view bytes, std::string_view charset);

}  // namespace rox
