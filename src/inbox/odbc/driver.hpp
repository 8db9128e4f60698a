// Which ODBC driver reaches a source, and what it is told.
#pragma once

#include <string>
#include <vector>

#include "inbox/password.hpp"
#include "project/remote_source.hpp"

namespace rox {

/// The drivers of this machine, as odbcinst.ini calls them.
std::vector<std::string> installed_odbc_drivers();

/// The one for a source: the one that it names, else the best of `installed` for its kind of server; empty for a data
/// source, whose entry says which. Throws an outside error, with the Debian package to install, if there is none.
std::string choose_odbc_driver(const RemoteSource& source, const std::vector<std::string>& installed);

/// What SQLDriverConnect takes, with the password in it: not to be shown.
std::string odbc_connection_string(const RemoteSource& source, const std::string& driver, const Login& login);

}  // namespace rox
