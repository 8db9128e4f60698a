// What servers that ODBC reaches have in common, and in what they differ.
#pragma once

#include <string>
#include <vector>

#include "inbox/catalogue.hpp"
#include "inbox/odbc/handle.hpp"
#include "project/remote_source.hpp"

namespace rox {

enum class OdbcServer { mysql, sqlserver, postgres, other };  // mysql: MariaDB, too

OdbcServer odbc_server(const OdbcConnection& connection);

/// How the server quotes names.
class OdbcNames {
 public:
  explicit OdbcNames(const OdbcConnection& connection);
  explicit OdbcNames(std::string quote) : quote_(std::move(quote)) {}
  std::string quoted(const std::string& name) const;
  std::string quoted(const CatalogueTable& table) const;

 private:
  std::string quote_;
};

/// Times are in UTC from now on, and all is read as it is at this moment, where the server can that: what isn't, and
/// why, is returned.
std::vector<std::string> begin_odbc_snapshot(OdbcConnection& connection, OdbcServer server, const RemoteSource& source);

}  // namespace rox
