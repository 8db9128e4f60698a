#include "cloud/place.hpp"

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

std::string AwsPlace::warehouse() const { return cluster.empty() ? "workgroup " + workgroup : "cluster " + cluster; }

AwsPlace find_place(AwsSession& session, const Target& target) {
  const AwsConfig& aws = target.aws;
  AwsPlace place{aws.bucket, aws.prefix, aws.role, aws.workgroup, aws.cluster, aws.database, aws.schema};
  if (!aws.needs_stack()) return place;
  const std::optional<Stack> stack = StackClient(session, aws.infra.stack).find();
  if (!stack || stack->is_empty()) {
    throw usage_error(fmt::format("target '{}' has no infrastructure yet: there is no stack {} in {}", target.name,
                                  aws.infra.stack, session.region()))
        .hint(fmt::format("make it with: rox infra up -t {}; or name a bucket, a role and a warehouse in rox.toml",
                          target.name));
  }
  fill(place.bucket, *stack, "Bucket");
  fill(place.role, *stack, "RoleArn");
  if (!aws.has_warehouse()) {
    fill(place.workgroup, *stack, "Workgroup");
    fill(place.cluster, *stack, "Cluster");
  }
  const bool whole =
      !place.bucket.empty() && !place.role.empty() && !(place.workgroup.empty() && place.cluster.empty());
  if (!whole) {
    throw outside_error(fmt::format("stack {} is {} and not whole", aws.infra.stack, stack->status))
        .hint(fmt::format("see: rox infra status -t {}", target.name));
  }
  return place;
}

}  // namespace rox
