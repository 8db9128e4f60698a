// Staged files in a bucket, laid out as in the local folder (store/staging_folder.hpp):
//
//     <prefix>staged/manifest.json
//     <prefix>staged/<Table>/part-0001-<first 16 digits of its hash>.parquet
//
// Keys tell their content, so a new staging overwrites nothing. The manifest is replaced last, and only then do parts
// that it doesn't name go: a reader that follows it sees one staging or the next.
#pragma once

#include <filesystem>
#include <string>

#include "store/manifest.hpp"
#include "store/upload.hpp"

namespace rox {

class StagingBucket {
 public:
  /// `prefix` is empty or ends with '/'. The bucket must outlive this.
  StagingBucket(const S3Bucket& bucket, const std::string& prefix) : bucket_(bucket), prefix_(prefix + "staged/") {}

  /// The key of what a manifest calls `path`.
  std::string key(const std::string& path) const { return prefix_ + path; }
  std::string url(const std::string& path) const { return bucket_.url(key(path)); }

  /// What `project` staged there; an empty manifest if nothing is. Throws usage_error if it is another project's.
  Manifest read_manifest(const std::string& project) const;

  /// Sends a table's files, which are in `folder` where the manifest says.
  void upload(const std::filesystem::path& folder, const StagedTable& table, const UploadOptions& options,
              UploadProgress& progress) const;

  /// A small file of a reader's beside a table's parts, until the next staging of that table.
  void put(const std::string& path, std::string_view text) const;

  /// Makes `manifest` the bucket's, and removes what it doesn't name.
  void publish(const Manifest& manifest) const;

 private:
  const S3Bucket& bucket_;
  const std::string prefix_;
};

}  // namespace rox
