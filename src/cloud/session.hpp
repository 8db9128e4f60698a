// AWS, as one target of rox.toml reaches it: region, credentials, endpoints, and signed requests that are tried again
// where that helps.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "cloud/credentials.hpp"
#include "cloud/failure.hpp"
#include "cloud/http.hpp"
#include "cloud/retry.hpp"

namespace rox {

struct SessionOptions {
  std::string region;       // empty: AWS_REGION, AWS_DEFAULT_REGION, or the profile's
  std::string profile;      // empty: the chain's
  std::string s3_endpoint;  // of an S3-compatible store; empty: as configured, else AWS
  Environment environment = environment_variable;
  HttpTimeouts timeouts{};
  RetryPolicy retry{};
};

/// What ends a request from another thread.
struct AwsStop {
  std::stop_token token{};
  /// Lets through what is on its way, and only waits for no other try: of a request that begins something which goes on
  /// there, and whose answer says how to end it.
  bool let_through = false;
};

/// A request to one service, not yet signed.
struct AwsRequest {
  std::string service;    // as in the endpoint and the signature: "s3", "cloudformation", "redshift-data"
  AwsRequestInfo info{};  // action and resource; whose keys and which region is filled in
  std::string method = "POST";
  std::string host_prefix{};  // "bucket.", where the service takes it
  std::string path = "/";     // percent-encoded, behind the endpoint's own
  Fields query{};
  Fields headers{};
  std::string_view body{};
  std::function<void(std::string_view)> receive{};
  /// Answers that aren't good, but no errors to the caller (404 of something that may be missing).
  std::vector<int> accepted{};
  AwsStop stop{};
};

/// Thread-safe.
class AwsSession {
 public:
  /// Throws usage_error if no region is known.
  explicit AwsSession(const SessionOptions& options);

  const std::string& region() const { return region_; }
  /// "aws", "aws-cn", "aws-us-gov": as ARNs begin.
  std::string partition() const;
  Credentials credentials() { return chain_.get(); }
  const Environment& environment() const { return options_.environment; }

  /// Whether the service's endpoint isn't AWS's own.
  bool has_own_endpoint(const std::string& service) const;

  /// Sends it, signed. Tries again after failures that pass (a lost connection, a busy service) with growing waits, and
  /// once with a corrected clock or fresh keys where that was the matter. Throws what aws_error() makes of the rest,
  /// and interrupted_error() if it was stopped.
  HttpResponse send(const AwsRequest& request);

  /// A call of a query service (CloudFormation, IAM, Redshift): the answer's XML.
  std::string query(const std::string& service, const std::string& version, const std::string& action,
                    const Fields& parameters, const std::string& resource = {}, const AwsStop& stop = {});
  /// A call of a JSON 1.1 service; `target` is its X-Amz-Target's first half.
  std::string json(const std::string& service, const std::string& target, const std::string& action,
                   const std::string& body, const std::string& resource = {}, const AwsStop& stop = {});

 private:
  Url endpoint(const std::string& service) const;
  HttpRequest make_request(const AwsRequest& request, const AwsKeys& keys) const;
  std::chrono::system_clock::time_point now() const;

  const SessionOptions options_;
  HttpClient http_;
  const CredentialSources sources_;
  std::string region_;
  CredentialChain chain_;
  std::atomic<std::int64_t> skew_seconds_ = 0;  // the services' clock less ours
};

}  // namespace rox
