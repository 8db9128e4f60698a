// The far side of a source, by its address.
#pragma once

#include <memory>

#include "inbox/far_side.hpp"

namespace rox {

/// Connects lazily: at the latest the first call fails if nobody answers. Throws usage_error for what no connection
/// can be made with.
std::unique_ptr<FarSide> open_far_side(const RemoteSource& source, const FarOptions& options);

}  // namespace rox
