// Exports on a web server: those that a folder's page links to, or that a list names.
#pragma once

#include <memory>

#include "inbox/far_side.hpp"

namespace rox {

std::unique_ptr<FarSide> web_side(const RemoteSource& source, const FarOptions& options);

}  // namespace rox
