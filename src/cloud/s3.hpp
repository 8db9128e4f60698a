// The operations of S3 (or of a store that speaks like it) that rox needs, one function each.
// https://docs.aws.amazon.com/AmazonS3/latest/API/
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cloud/session.hpp"

namespace rox {

struct S3Object {
  std::string key;
  std::uint64_t bytes = 0;
  std::string etag;  // without quotes
};

struct S3ObjectVersion {
  std::string key;
  std::string version;
};

struct S3Head {
  std::uint64_t bytes = 0;
  std::string etag;
  Fields metadata;  // x-amz-meta-* without that prefix
};

struct S3Part {
  int number = 0;
  std::uint64_t bytes = 0;
  std::string etag;
  std::string sha256;  // base64; empty if the store doesn't keep it
};

struct S3Upload {
  std::string key;
  std::string id;
};

/// A bucket. Thread-safe. Errors name s3://bucket/key and the IAM action.
class S3Bucket {
 public:
  S3Bucket(AwsSession& session, std::string name, std::stop_token stop = {})
      : session_(session), name_(std::move(name)), stop_(std::move(stop)) {}

  /// The same bucket, whose operations end with interrupted_error() when `stop` is requested.
  S3Bucket until(std::stop_token stop) const { return {session_, name_, std::move(stop)}; }

  const std::string& name() const { return name_; }
  std::string url(std::string_view key) const;

  /// Whether it is there. One of somebody else's, or in another region, is an error.
  bool exists() const;

  std::optional<S3Head> head(const std::string& key) const;
  /// The object, or `bytes` of it from `offset` on, piece by piece.
  void get(const std::string& key, const std::function<void(std::string_view)>& receive,
           std::optional<std::pair<std::uint64_t, std::uint64_t>> range = std::nullopt) const;
  std::string get_text(const std::string& key) const;
  /// The body's SHA-256 goes with it and is checked by the store.
  void put(const std::string& key, std::string_view body, const Fields& metadata = {},
           std::string_view content_type = "application/octet-stream") const;
  /// Within the bucket, and in the store: at most 5 GB.
  void copy(const std::string& from, const std::string& to) const;
  /// All objects whose keys start so, in the order of their keys.
  std::vector<S3Object> list(const std::string& prefix) const;
  void remove(const std::vector<std::string>& keys) const;
  /// Every version and delete marker of such keys; a bucket can only be deleted without any.
  std::vector<S3ObjectVersion> versions(const std::string& prefix) const;
  void remove_versions(const std::vector<S3ObjectVersion>& versions) const;

  S3Upload begin_upload(const std::string& key, const Fields& metadata) const;
  /// Uploads under the prefix that were begun and not ended.
  std::vector<S3Upload> unfinished_uploads(const std::string& prefix) const;
  std::vector<S3Part> parts(const S3Upload& upload) const;
  S3Part put_part(const S3Upload& upload, int number, std::string_view body) const;
  /// False if the store knows no such upload (any more).
  bool finish_upload(const S3Upload& upload, const std::vector<S3Part>& parts) const;
  void abort_upload(const S3Upload& upload) const;

 private:
  AwsRequest request(std::string_view method, std::string_view action, const std::string& key) const;
  void remove_entries(const std::vector<S3ObjectVersion>& entries) const;

  AwsSession& session_;
  const std::string name_;
  const std::stop_token stop_;
};

}  // namespace rox
