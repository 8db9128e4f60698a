// Whose keys requests are signed with: the standard chain of AWS's own tools.
//   1. AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN), unless rox.toml names a profile;
//   2. AWS_ROLE_ARN with AWS_WEB_IDENTITY_TOKEN_FILE, as in Kubernetes and CI;
//   3. the profile (rox.toml, AWS_PROFILE, "default") of the shared files: keys, a role to assume (source_profile or
//      credential_source, external_id), a web identity, or a program (credential_process);
//   4. the container's service (ECS, EKS);
//   5. the instance's metadata service, version 2.
// https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "cloud/http.hpp"
#include "cloud/shared_config.hpp"
#include "cloud/signature.hpp"

namespace rox {

/// Where the chain looks.
struct CredentialSources {
  Environment environment = environment_variable;
  SharedConfig config{environment};
  std::string profile;  // that rox.toml names; may be empty
  std::string region;   // of STS
};

struct Credentials {
  AwsKeys keys;
  std::string source;  // for people: "environment", "profile work"

  /// "key AKIA…WXYZ (environment)"
  std::string text() const;
};

/// Goes through the chain. Throws usage_error, with what was looked at, if there are none, and what is wrong with the
/// first source that is configured but doesn't work.
Credentials find_credentials(const CredentialSources& sources, HttpClient& http);

/// The credentials of a process: found once, found again before they run out. Thread-safe.
class CredentialChain {
 public:
  CredentialChain(CredentialSources sources, HttpClient& http) : sources_(std::move(sources)), http_(http) {}

  Credentials get();
  /// The ones that get() gave were refused as expired: the next get() looks again. False if that can't help, since
  /// they are fixed ones.
  bool refresh(const std::string& access_key);

 private:
  const CredentialSources sources_;
  HttpClient& http_;
  std::mutex mutex_;
  std::optional<Credentials> found_;
};

/// Base of a service's endpoint in a region: "https://sts.eu-central-1.amazonaws.com", in China and the like with
/// their own domains.
std::string regional_endpoint(const std::string& service, const std::string& region);

/// The endpoint that the user set for a service: AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, or endpoint_url in the
/// profile. Empty if none is.
std::string configured_endpoint(const CredentialSources& sources, const std::string& service);

}  // namespace rox
