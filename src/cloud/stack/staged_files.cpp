#include "cloud/stack/staged_files.hpp"

namespace rox {
namespace {

std::string staged_prefix(const std::string& prefix) { return prefix + "staged/"; }

}  // namespace

std::string bucket_of(const AwsConfig& config, const std::optional<Stack>& stack) {
  if (!config.bucket.empty()) return config.bucket;
  if (!stack) return {};
  const auto found = stack->outputs.find("Bucket");
  return found == stack->outputs.end() ? "" : found->second;
}

StagedFilesInBucket find_staged_files(AwsSession& session, const std::string& bucket, const std::string& prefix) {
  StagedFilesInBucket files;
  if (bucket.empty()) return files;
  const S3Bucket found(session, bucket);
  if (!found.exists()) return files;
  for (S3ObjectVersion& version : found.versions("")) {
    if (version.key.starts_with(staged_prefix(prefix))) {
      files.staged.push_back(std::move(version));
    } else {
      files.foreign.push_back(std::move(version.key));
    }
  }
  return files;
}

void remove_staged_files(AwsSession& session, const std::string& bucket, const std::string& prefix,
                         const StagedFilesInBucket& files) {
  const S3Bucket found(session, bucket);
  if (!found.exists()) return;
  found.remove_versions(files.staged);
  for (const S3Upload& upload : found.unfinished_uploads(staged_prefix(prefix))) found.abort_upload(upload);
}

}  // namespace rox
