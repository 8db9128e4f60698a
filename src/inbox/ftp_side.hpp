// Exports on an FTP server, over TLS, by libcurl.
#pragma once

#include <memory>

#include "inbox/far_side.hpp"

namespace rox {

std::unique_ptr<FarSide> ftp_side(const RemoteSource& source, const FarOptions& options);

}  // namespace rox
