// Where a target on AWS is: what rox.toml names, and for the rest what its stack says that it made.
#pragma once

#include <string>

#include "cloud/session.hpp"
#include "project/project.hpp"

namespace rox {

/// How rox.toml wants AWS to be reached.
SessionOptions session_options(const Target& target);

struct AwsResources {
  std::string bucket;
  std::string prefix;
  std::string role;       // its ARN
  std::string workgroup;  // or
  std::string cluster;
  std::string database;
  std::string schema;

  /// "workgroup rox-bikes-aws", "cluster analytics"
  std::string warehouse() const;
};

/// Asks for the stack if rox.toml doesn't name everything. Throws usage_error if the stack isn't there, and
/// outside_error if it isn't whole.
AwsResources find_resources(AwsSession& session, const Target& target);

}  // namespace rox
