// Exports in a folder of this machine that others fill and empty: a share, a place where an ERP drops its files.
#pragma once

#include <memory>

#include "inbox/far_side.hpp"

namespace rox {

std::unique_ptr<FarSide> folder_side(const RemoteSource& source, const FarOptions& options);

}  // namespace rox
