#include "cloud/resources.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "cloud/stack/stack.hpp"

namespace rox {
namespace {

/// Takes what the stack made, where rox.toml names nothing.
void fill(std::string& member, const Stack& stack, const std::string& output) {
  if (!member.empty()) return;
  const auto found = stack.outputs.find(output);
  if (found != stack.outputs.end()) member = found->second;
}

}  // namespace

SessionOptions session_options(const Target& target) {
  SessionOptions options;
  options.region = target.aws.region;
  options.profile = target.aws.profile;
  options.s3_endpoint = target.aws.endpoint;
  return options;
}

std::string AwsResources::warehouse() const {
  return cluster.empty() ? "workgroup " + workgroup : "cluster " + cluster;
}

AwsResources find_resources(AwsSession& session, const Target& target) {
  const AwsConfig& aws = target.aws;
  AwsResources resources{aws.bucket, aws.prefix, aws.role, aws.workgroup, aws.cluster, aws.database, aws.schema};
  if (!aws.needs_stack()) return resources;
  const std::optional<Stack> stack = StackClient(session, aws.infra.stack).find();
  if (!stack || stack->is_empty()) {
    throw usage_error(fmt::format("target '{}' has no infrastructure yet: there is no stack {} in {}", target.name,
                                  aws.infra.stack, session.region()))
        .hint(fmt::format("make it with: rox infra up -t {}; or name a bucket, a role and a warehouse in rox.toml",
                          target.name));
  }
  fill(resources.bucket, *stack, "Bucket");
  fill(resources.role, *stack, "RoleArn");
  if (!aws.has_warehouse()) {
    fill(resources.workgroup, *stack, "Workgroup");
    fill(resources.cluster, *stack, "Cluster");
  }
  const bool whole = !resources.bucket.empty() && !resources.role.empty() &&
                     !(resources.workgroup.empty() && resources.cluster.empty());
  if (!whole) {
    throw outside_error(fmt::format("stack {} is {} and not whole", aws.infra.stack, stack->status))
        .hint(fmt::format("see: rox infra status -t {}", target.name));
  }
  return resources;
}

}  // namespace rox
