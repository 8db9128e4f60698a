// Signature Version 4: how a request to AWS proves who sends it.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
//
// Our own, since libcurl 7.88's is wrong for unsorted queries, escapes in paths and PUT without a content hash
// (docs/aws.md). Tested against AWS's published vectors and botocore.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "cloud/http.hpp"

namespace rox {

/// Keys of an identity. Never to be printed: redacted() is for that.
struct AwsKeys {
  std::string access_key;
  std::string secret_key;
  std::string session_token;  // of temporary ones
  std::optional<std::chrono::system_clock::time_point> expires;

  /// The access key's first and last four letters, enough to tell which one it is.
  std::string redacted() const;
};

struct SigningScope {
  std::string region;
  std::string service;  // "s3", "cloudformation", …
};

/// The steps of a signature, apart so that the published vectors can be compared one by one.
struct Signature {
  std::string canonical_request;
  std::string string_to_sign;
  std::string authorization;  // the header's value
};

/// Signs the request as it is: all of its headers and its host. `payload_hash` is the body's SHA-256 in hexadecimal.
Signature sign_request(const HttpRequest& request, const std::string& payload_hash, const AwsKeys& keys,
                       const SigningScope& scope, std::chrono::system_clock::time_point now);

/// Adds what every signed request carries (x-amz-date, the token, for S3 the content's hash) and its signature.
void add_signature(HttpRequest& request, const AwsKeys& keys, const SigningScope& scope,
                   std::chrono::system_clock::time_point now);

}  // namespace rox
