// What an AWS service says when it refuses, and what a person can do about it.
#pragma once

#include <string>

#include "base/error.hpp"
#include "cloud/http.hpp"

namespace rox {

/// A refusal, from XML (S3, CloudFormation, IAM, STS, Redshift) or JSON (Redshift's data API and serverless).
struct AwsFailure {
  int status = 0;
  std::string code;  // the service's: "AccessDenied"
  std::string message;
  std::string request_id;
  std::string region;  // where the bucket is, if it is elsewhere

  /// Whether the same request may go through a moment later.
  bool is_transient() const;
  /// The clock here and the service's don't agree.
  bool is_clock_skew() const;
  /// The temporary keys have run out.
  bool is_expired() const;
};

AwsFailure parse_failure(const HttpResponse& response);

/// What the request was about, for the message.
struct AwsRequestInfo {
  std::string action;    // as IAM calls it: "s3:PutObject"
  std::string resource;  // "s3://bucket/key", a stack's name; may be empty
  std::string identity;  // whose keys: "key AKIA…WXYZ (environment)"
  std::string region;
};

/// The error for people: code, request id, and the way out.
Error aws_error(const AwsFailure& failure, const AwsRequestInfo& request);

}  // namespace rox
