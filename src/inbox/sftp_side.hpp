// Exports on an SFTP server, by libssh. (libcurl of Debian 12 has libssh2 1.10, which signs with RSA keys as servers no
// longer take it.) Keys, agent and ~/.ssh/config are as ssh finds them; a server whose key isn't known is refused.
#pragma once

#include <memory>

#include "inbox/far_side.hpp"

namespace rox {

std::unique_ptr<FarSide> sftp_side(const RemoteSource& source, const FarOptions& options);

}  // namespace rox
