// The CloudFormation template of a target's infrastructure: all that rox.toml doesn't name as there already.
//
//     Bucket, BucketPolicy          where staged files go: private, TLS only, encrypted, versioned
//     RedshiftRole                  lets Redshift read the target's prefix of that bucket, nothing else
//     Vpc, Subnet1-3, SecurityGroup a network of its own; with allow_from also a way in from there
//     Namespace, Workgroup          Redshift Serverless, or ClusterSubnets, ClusterSettings, Cluster
//
// The administrator's password is made and kept by Secrets Manager. Same project, same template, byte for byte.
#pragma once

#include <map>
#include <string>

#include "project/project.hpp"

namespace rox {

/// The port of all that rox makes.
constexpr int kRedshiftPort = 5439;

/// JSON, indented. Throws usage_error if the target names everything, so that there is nothing to make.
std::string stack_template(const Project& project, const Target& target);

/// The tags of the stack and so of all that is in it.
std::map<std::string, std::string> stack_tags(const Project& project, const Target& target);

}  // namespace rox
