// Opens Amazon Redshift: over a connection of libpq's where the network reaches it, else by the Data API over HTTPS.
// What runs there can't tell the two apart.
//
// Whoever connects is the caller's identity in AWS: the login is asked for, lasts an hour and is never written down.
// TLS is verified against the machine's certificates (or PGSSLROOTCERT).
#pragma once

#include <memory>

#include "cloud/resources.hpp"
#include "engine/redshift/redshift.hpp"

namespace rox {

/// How to reach a target's Redshift; shared by the engines that are open.
class RedshiftAccessor {
 public:
  /// Finds the place, and whether to connect or to ask over HTTPS: tried once, if rox.toml leaves it open.
  RedshiftAccessor(std::shared_ptr<AwsSession> session, const Target& target);

  const AwsResources& place() const { return place_; }
  AwsSession& session() const { return *session_; }

  std::unique_ptr<Redshift> open(const RedshiftOptions& options) const;

 private:
  std::unique_ptr<Redshift> connect(const RedshiftOptions& options) const;

  std::shared_ptr<AwsSession> session_;
  const RedshiftAccess access_;
  const AwsResources place_;
  bool direct_ = false;
};

/// The target's accessor: found once a process, since each look-up is a call to AWS.
std::shared_ptr<RedshiftAccessor> redshift_accessor(const Target& target);

}  // namespace rox
