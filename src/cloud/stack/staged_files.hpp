// What rox put into a target's bucket, told from what others did: only the first goes when the infrastructure does.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cloud/s3.hpp"
#include "cloud/stack/stack.hpp"
#include "project/aws_config.hpp"

namespace rox {

/// The bucket that rox.toml names or the stack made; empty if there is none.
std::string bucket_of(const AwsConfig& config, const std::optional<Stack>& stack);

struct StagedFilesInBucket {
  std::vector<S3ObjectVersion> staged;  // all versions, and delete markers
  std::vector<std::string> foreign;     // keys that aren't below <prefix>staged/
};

/// Empty lists for a bucket that isn't there.
StagedFilesInBucket find_staged_files(AwsSession& session, const std::string& bucket, const std::string& prefix);

/// Deletes them, and ends uploads that were cut off.
void remove_staged_files(AwsSession& session, const std::string& bucket, const std::string& prefix,
                         const StagedFilesInBucket& files);

}  // namespace rox
