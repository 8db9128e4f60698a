#include "cloud/failure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "base/json.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

/// How the codes of different services are to be understood.
enum class Meaning { denied, expired, unknown_key, bad_signature, missing, taken, elsewhere, quota, unused_region };

struct KnownCode {
  std::string_view code;
  Meaning meaning;
};

constexpr std::array kKnownCodes{
    KnownCode{"AccessDenied", Meaning::denied},
    KnownCode{"AccessDeniedException", Meaning::denied},
    KnownCode{"UnauthorizedOperation", Meaning::denied},
    KnownCode{"AuthFailure", Meaning::denied},
    KnownCode{"UnauthorizedAccess", Meaning::denied},
    KnownCode{"ExpiredToken", Meaning::expired},
    KnownCode{"ExpiredTokenException", Meaning::expired},
    KnownCode{"TokenRefreshRequired", Meaning::expired},
    KnownCode{"InvalidToken", Meaning::expired},
    KnownCode{"InvalidAccessKeyId", Meaning::unknown_key},
    KnownCode{"InvalidClientTokenId", Meaning::unknown_key},
    KnownCode{"UnrecognizedClientException", Meaning::unknown_key},
    KnownCode{"SignatureDoesNotMatch", Meaning::bad_signature},
    KnownCode{"InvalidSignatureException", Meaning::bad_signature},
    KnownCode{"IncompleteSignature", Meaning::bad_signature},
    KnownCode{"NoSuchBucket", Meaning::missing},
    KnownCode{"ResourceNotFoundException", Meaning::missing},
    KnownCode{"ClusterNotFound", Meaning::missing},
    KnownCode{"BucketAlreadyExists", Meaning::taken},
    KnownCode{"PermanentRedirect", Meaning::elsewhere},
    KnownCode{"AuthorizationHeaderMalformed", Meaning::elsewhere},
    KnownCode{"IllegalLocationConstraintException", Meaning::elsewhere},
    KnownCode{"LimitExceeded", Meaning::quota},
    KnownCode{"LimitExceededException", Meaning::quota},
    KnownCode{"ServiceQuotaExceededException", Meaning::quota},
    KnownCode{"TooManyBuckets", Meaning::quota},
    KnownCode{"OptInRequired", Meaning::unused_region},
    KnownCode{"SubscriptionRequiredException", Meaning::unused_region},
};

constexpr std::array<std::string_view, 16> kTransient{"SlowDown",
                                                      "Throttling",
                                                      "ThrottlingException",
                                                      "ThrottledException",
                                                      "RequestThrottled",
                                                      "RequestLimitExceeded",
                                                      "TooManyRequestsException",
                                                      "RequestTimeout",
                                                      "InternalError",
                                                      "InternalFailure",
                                                      "ServiceUnavailable",
                                                      "ServiceUnavailableException",
                                                      "InternalServerError",
                                                      "OperationAborted",
                                                      "BandwidthLimitExceeded",
                                                      "InternalServerException"};

template <typename List>
bool contains(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

const KnownCode* find_code(std::string_view code) {
  const auto* found =
      std::find_if(kKnownCodes.begin(), kKnownCodes.end(), [&](const KnownCode& known) { return known.code == code; });
  return found == kKnownCodes.end() ? nullptr : found;
}

std::string child_text(const pugi::xml_node& node, const char* name) { return node.child_value(name); }

void read_xml(const std::string& body, AwsFailure& failure) {
  pugi::xml_document document;
  if (!document.load_buffer(body.data(), body.size())) return;
  // <Error> itself (S3), in <ErrorResponse> (query services) or in <Response><Errors> (EC2).
  const pugi::xml_node error =
      document.find_node([](const pugi::xml_node& node) { return std::string_view(node.name()) == "Error"; });
  failure.code = child_text(error, "Code");
  failure.message = child_text(error, "Message");
  if (failure.region.empty()) failure.region = child_text(error, "Region");
  for (const char* name : {"RequestId", "RequestID"}) {
    if (!failure.request_id.empty()) break;
    const pugi::xml_node id =
        document.find_node([&](const pugi::xml_node& node) { return std::string_view(node.name()) == name; });
    failure.request_id = id.child_value();
  }
}

void read_json(const HttpResponse& response, AwsFailure& failure) {
  const JsonValue json = try_parse_json(response.body);
  if (!json.is_object()) return;
  const auto text = [&](const char* name) { return json.find(name).text_or(""); };
  failure.code = text("__type");
  if (failure.code.empty()) failure.code = text("code");
  if (failure.code.empty()) failure.code = std::string(response.header("x-amzn-errortype"));
  // "com.amazonaws.redshift#ResourceNotFoundException:http://…"
  failure.code = failure.code.substr(0, failure.code.find(':'));
  if (const std::size_t hash = failure.code.find('#'); hash != std::string::npos) failure.code.erase(0, hash + 1);
  failure.message = text("message");
  if (failure.message.empty()) failure.message = text("Message");
}

/// A HEAD request's answer has no body to say more.
std::string code_of_status(int status) {
  switch (status) {
    case 301: return "PermanentRedirect";
    case 403: return "AccessDenied";
    case 404: return "NotFound";
    case 429: return "Throttling";
    case 503: return "ServiceUnavailable";
    default: return fmt::format("HTTP {}", status);
  }
}

/// The action that the service says is missing, else the one that was asked for.
std::string missing_action(const AwsFailure& failure, const AwsRequestInfo& request) {
  constexpr std::string_view kBefore = "not authorized to perform: ";
  const std::size_t at = failure.message.find(kBefore);
  if (at == std::string::npos) return request.action;
  const std::size_t start = at + kBefore.size();
  return failure.message.substr(start, failure.message.find(' ', start) - start);
}

std::string hint_of(Meaning meaning, const AwsFailure& failure, const AwsRequestInfo& request) {
  switch (meaning) {
    case Meaning::denied:
      return fmt::format(
          "allow {} on {} to whoever has {} (IAM policy, bucket policy, or a service control policy of the "
          "organization); docs/aws.md lists all actions that rox needs",
          missing_action(failure, request), request.resource.empty() ? "the resource" : request.resource,
          request.identity);
    case Meaning::expired:
      return fmt::format("{} has run out; get new ones (aws sso login, aws sts …) and run again", request.identity);
    case Meaning::unknown_key:
      return fmt::format("AWS knows no {}; check which credentials are found first: docs/aws.md has the order",
                         request.identity);
    case Meaning::bad_signature:
      return fmt::format("the secret that was given with {} is probably not the one that belongs to it",
                         request.identity);
    case Meaning::missing: return "check its name and the region in rox.toml, or make it with: rox infra up";
    case Meaning::taken:
      return "bucket names are shared by all of AWS and somebody else has this one; leave `bucket` out of rox.toml and "
             "`rox infra up` makes one of its own";
    case Meaning::elsewhere:
      return failure.region.empty()
                 ? fmt::format("{} isn't in region {}; correct `region` in rox.toml", request.resource, request.region)
                 : fmt::format("{} is in region {}, not {}; set region = \"{}\" in rox.toml", request.resource,
                               failure.region, request.region, failure.region);
    case Meaning::quota:
      return "a quota of the account is reached: remove what is no longer used, or ask for more in the Service Quotas "
             "console";
    case Meaning::unused_region:
      return fmt::format("the account doesn't use this service in region {}; enable the region, or choose another",
                         request.region);
  }
  return {};
}

}  // namespace

bool AwsFailure::is_transient() const {
  return contains(kTransient, code) || status == 429 || (status >= 500 && status != 501);
}

bool AwsFailure::is_clock_skew() const {
  return code == "RequestTimeTooSkewed" || code == "RequestExpired" || code == "RequestInTheFuture" ||
         message.find("Signature expired") != std::string::npos ||
         message.find("Signature not yet current") != std::string::npos;
}

bool AwsFailure::is_expired() const {
  const KnownCode* known = find_code(code);
  return known != nullptr && known->meaning == Meaning::expired;
}

AwsFailure parse_failure(const HttpResponse& response) {
  AwsFailure failure;
  failure.status = response.status;
  failure.region = response.header("x-amz-bucket-region");
  for (const char* name : {"x-amz-request-id", "x-amzn-requestid"}) {
    if (failure.request_id.empty()) failure.request_id = response.header(name);
  }
  const std::string_view body = trim(response.body);
  if (body.starts_with('<')) read_xml(response.body, failure);
  if (body.starts_with('{')) read_json(response, failure);
  const bool elsewhere = !failure.region.empty() && response.status == 400;  // HEAD says it only so
  if (failure.code.empty()) failure.code = code_of_status(elsewhere ? 301 : response.status);
  return failure;
}

Error aws_error(const AwsFailure& failure, const AwsRequestInfo& request) {
  std::string text = fmt::format("{} failed: {}", request.action, failure.code);
  if (!failure.message.empty()) text += ": " + failure.message;
  if (!failure.request_id.empty()) text += fmt::format(" (request id {})", failure.request_id);
  Error error = outside_error(text).at(request.resource);
  if (const KnownCode* known = find_code(failure.code)) {
    return std::move(error).hint(hint_of(known->meaning, failure, request));
  }
  if (failure.is_clock_skew()) {
    return std::move(error).hint("set this machine's clock right (timedatectl, chronyc)");
  }
  if (failure.is_transient()) return std::move(error).hint("the service is busy; run again in a while").retryable();
  return error;
}

}  // namespace rox
