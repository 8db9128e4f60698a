// Redshift's control plane: where a warehouse listens, and who may come in for the next hour. Clusters and serverless
// workgroups have APIs of their own; here they look alike.
#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

#include "cloud/resources.hpp"

namespace rox {

struct RedshiftEndpoint {
  std::string host;
  int port = 0;
  bool is_public = false;  // has an address that the internet knows
  std::string status;      // "AVAILABLE", "available", …
};

/// Throws if there is no such warehouse, or if it has no address yet.
RedshiftEndpoint find_endpoint(AwsSession& session, const AwsResources& resources, const std::stop_token& stop = {});

/// A database user that stands for the caller's identity, for a while.
struct RedshiftLogin {
  std::string user;
  std::string password;  // secret
  std::optional<std::chrono::system_clock::time_point> expires;
};

RedshiftLogin get_login(AwsSession& session, const AwsResources& resources, const std::stop_token& stop = {});

/// The ARN of the administrator's secret in Secrets Manager. Its value is never asked for. Empty if none is known.
std::string admin_secret(AwsSession& session, const AwsResources& resources);

}  // namespace rox
