#include "cloud/session.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/stop.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

using std::chrono::system_clock;

CredentialSources sources_of(const SessionOptions& options) {
  CredentialSources sources{options.environment, SharedConfig(options.environment), options.profile, options.region};
  if (sources.region.empty()) sources.region = options.environment("AWS_REGION");
  if (sources.region.empty()) sources.region = options.environment("AWS_DEFAULT_REGION");
  if (sources.region.empty()) {
    std::string name = options.profile.empty() ? options.environment("AWS_PROFILE") : options.profile;
    const Profile* profile = sources.config.find_profile(name.empty() ? "default" : name);
    if (profile != nullptr && profile->contains("region")) sources.region = profile->at("region");
  }
  return sources;
}

}  // namespace

AwsSession::AwsSession(const SessionOptions& options)
    : options_(options),
      http_(options.timeouts),
      sources_(sources_of(options)),
      region_(sources_.region),
      chain_(sources_, http_) {
  if (!region_.empty()) return;
  throw usage_error("no AWS region is set")
      .hint("set `region` of the target in rox.toml, AWS_REGION, or the profile's");
}

std::string AwsSession::partition() const {
  if (region_.starts_with("cn-")) return "aws-cn";
  if (region_.starts_with("us-gov-")) return "aws-us-gov";
  return region_.starts_with("eusc-") ? "aws-eusc" : "aws";
}

bool AwsSession::has_own_endpoint(const std::string& service) const {
  return (service == "s3" && !options_.s3_endpoint.empty()) || !configured_endpoint(sources_, service).empty();
}

Url AwsSession::endpoint(const std::string& service) const {
  if (service == "s3" && !options_.s3_endpoint.empty()) return parse_url(options_.s3_endpoint);
  const std::string configured = configured_endpoint(sources_, service);
  return parse_url(configured.empty() ? regional_endpoint(service, region_) : configured);
}

system_clock::time_point AwsSession::now() const {
  return system_clock::now() + std::chrono::seconds(skew_seconds_.load());
}

HttpRequest AwsSession::make_request(const AwsRequest& request, const AwsKeys& keys) const {
  HttpRequest http{.method = request.method,
                   .url = endpoint(request.service),
                   .headers = request.headers,
                   .body = request.body,
                   .receive = request.receive,
                   .stop = request.stop.let_through ? std::stop_token() : request.stop.token,
                   .about = request.info.action};
  if (!request.info.resource.empty()) http.about += " of " + request.info.resource;
  http.url.host = request.host_prefix + http.url.host;
  if (http.url.path.ends_with('/')) http.url.path.pop_back();
  http.url.path += request.path;
  http.url.query = request.query;
  add_signature(http, keys, {region_, request.service}, now());
  return http;
}

HttpResponse AwsSession::send(const AwsRequest& request) {
  bool clock_corrected = false;
  bool keys_refreshed = false;
  for (int tried = 1;; ++tried) {
    throw_if_stopped(request.stop.token);
    const Credentials credentials = chain_.get();
    AwsRequestInfo info = request.info;
    info.identity = credentials.text();
    info.region = region_;
    std::optional<std::chrono::milliseconds> asked;
    try {
      HttpResponse response = http_.send(make_request(request, credentials.keys));
      if (response.ok() ||
          std::find(request.accepted.begin(), request.accepted.end(), response.status) != request.accepted.end()) {
        return response;
      }
      const AwsFailure failure = parse_failure(response);
      const auto date = parse_http_date(response.header("date"));
      if (failure.is_clock_skew() && date && !clock_corrected) {
        clock_corrected = true;
        skew_seconds_ = std::chrono::duration_cast<std::chrono::seconds>(*date - system_clock::now()).count();
        continue;
      }
      if (failure.is_expired() && !keys_refreshed && chain_.refresh(credentials.keys.access_key)) {
        keys_refreshed = true;
        continue;
      }
      if (!failure.is_transient() || tried == options_.retry.tries) throw aws_error(failure, info);
      asked = parse_retry_after(response.header("retry-after"), system_clock::now());
    } catch (const Error& error) {
      // Only of requests without an answer; a body that was received in part can't be received again.
      if (!error.can_retry() || tried == options_.retry.tries || request.receive) throw;
    }
    options_.retry.wait(tried, asked, request.stop.token);
  }
}

std::string AwsSession::query(const std::string& service, const std::string& version, const std::string& action,
                              const Fields& parameters, const std::string& resource, const AwsStop& stop) {
  Fields form{{"Action", action}, {"Version", version}};
  form.insert(form.end(), parameters.begin(), parameters.end());
  const std::string body = encode_fields(form);
  AwsRequest request{.service = service};
  request.info = {fmt::format("{}:{}", service, action), resource, {}, {}};
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}};
  request.body = body;
  request.stop = stop;
  return send(request).body;
}

std::string AwsSession::json(const std::string& service, const std::string& target, const std::string& action,
                             const std::string& body, const std::string& resource, const AwsStop& stop) {
  AwsRequest request{.service = service};
  request.info = {fmt::format("{}:{}", service, action), resource, {}, {}};
  request.headers = {{"Content-Type", "application/x-amz-json-1.1"},
                     {"X-Amz-Target", fmt::format("{}.{}", target, action)}};
  request.body = body;
  request.stop = stop;
  return send(request).body;
}

}  // namespace rox
