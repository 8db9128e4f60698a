// Who rox is on a source's server. A password is never in a file of the project: it comes from ROX_SOURCE_PASSWORD,
// from
// ~/.netrc ($NETRC) or from the command that [source] names, and stays in memory.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "project/remote_source.hpp"

namespace rox {

struct Login {
  std::string user;
  std::string password;
};

/// The user that [source] or ~/.netrc names, else nothing there; likewise the password. Throws an outside error if the
/// command fails, without what it printed.
Login find_login(const RemoteSource& source);

/// What a .netrc says of a host: its own entry, or the default. `user`: which entry, if several are of that host; may
/// be empty.
std::optional<Login> netrc_login(std::string_view text, std::string_view host, std::string_view user);

}  // namespace rox
