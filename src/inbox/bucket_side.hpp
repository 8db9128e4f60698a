// Exports in a bucket of S3, or of a store that speaks like it.
#pragma once

#include <memory>

#include "inbox/far_side.hpp"

namespace rox {

std::unique_ptr<FarSide> bucket_side(const RemoteSource& source, const FarOptions& options);

}  // namespace rox
