// Amazon Redshift: over a connection of libpq's where the network reaches it, else by the Data API over HTTPS. What
// runs there can't tell the two apart.
//
// Whoever connects is the caller's identity in AWS: the login is asked for, lasts an hour and is never written down.
// TLS is verified against the machine's certificates (or PGSSLROOTCERT).
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "cloud/resources.hpp"
#include "engine/engine.hpp"

namespace rox {

struct RedshiftOptions {
  std::vector<std::string> search_path{};
  bool read_only = false;
  bool patient = true;  // wait for a server that refuses connections
  /// Ends it for good from another thread, with interrupted_error(): the calls to AWS that open it, the wait for the
  /// connection, the statement that runs and all later ones.
  std::stop_token stop{};
};

class Redshift : public Engine {
 public:
  std::string_view name() const override { return "redshift"; }
  SqlDialect dialect() const override { return SqlDialect::redshift; }
  /// Runs all of them or, if one fails, none.
  virtual void transaction(const std::vector<std::string>& statements) = 0;
};

/// The schema of the accounts beside that of the tables.
std::string redshift_accounts(const AwsResources& place);

}  // namespace rox
