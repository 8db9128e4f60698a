// Something long, made a piece at a time as somebody takes it.
#pragma once

#include <functional>
#include <string>

namespace rox {

/// Puts the next piece in the place of `piece`; false, and nothing, at the end. Throws what making it throws.
using NextPiece = std::function<bool(std::string& piece)>;

}  // namespace rox
