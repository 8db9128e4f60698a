#include "cloud/signature.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>

#include "base/clock.hpp"
#include "base/encode.hpp"
#include "base/text.hpp"
#include "cloud/digest.hpp"

namespace rox {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

std::string timestamp(std::chrono::system_clock::time_point now) { return utc_text(now, "%Y%m%dT%H%M%SZ"); }

/// The path's segments without ".", ".." and empty ones.
std::string normalized(std::string_view path) {
  std::vector<std::string_view> segments;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string_view segment = path.substr(at, end - at);
    if (segment == "..") {
      if (!segments.empty()) segments.pop_back();
    } else if (!segment.empty() && segment != ".") {
      segments.push_back(segment);
    }
    at = end + 1;
  }
  std::string out;
  for (const std::string_view segment : segments) out += "/" + std::string(segment);
  const bool open = path.ends_with('/') || path.ends_with("/.") || path.ends_with("/..");
  return out.empty() || open ? out + "/" : out;
}

/// S3 takes a path as it is sent, since any key is a good one. Other services normalize it and encode it once more.
std::string canonical_path(const std::string& path, const std::string& service) {
  return service == "s3" ? path : percent_encode_path(normalized(path));
}

/// Sorted by the encoded names, then values.
std::string canonical_query(const Fields& query) {
  std::vector<std::pair<std::string, std::string>> encoded;
  for (const auto& [name, value] : query) encoded.emplace_back(percent_encode(name), percent_encode(value));
  std::sort(encoded.begin(), encoded.end());
  std::string out;
  for (const auto& [name, value] : encoded) out += fmt::format("{}{}={}", out.empty() ? "" : "&", name, value);
  return out;
}

/// Without blanks at the ends, and with one where there are several.
std::string canonical_value(std::string_view value) {
  std::string out;
  for (const char c : trim(value)) {
    if (c != ' ' || !out.ends_with(' ')) out += c;
  }
  return out;
}

std::map<std::string, std::string> canonical_headers(const HttpRequest& request) {
  std::map<std::string, std::string> headers{{"host", request.url.host}};
  for (const auto& [name, value] : request.headers) {
    const auto [entry, fresh] = headers.emplace(to_lower(name), canonical_value(value));
    if (!fresh && entry->first != "host") entry->second += "," + canonical_value(value);
  }
  return headers;
}

}  // namespace

std::string AwsKeys::redacted() const {
  if (access_key.size() < 12) return "…";
  return fmt::format("{}…{}", access_key.substr(0, 4), access_key.substr(access_key.size() - 4));
}

Signature sign_request(const HttpRequest& request, const std::string& payload_hash, const AwsKeys& keys,
                       const SigningScope& scope, std::chrono::system_clock::time_point now) {
  std::string header_lines;
  std::string signed_headers;
  for (const auto& [name, value] : canonical_headers(request)) {
    header_lines += fmt::format("{}:{}\n", name, value);
    signed_headers += (signed_headers.empty() ? "" : ";") + name;
  }
  Signature signature;
  signature.canonical_request =
      fmt::format("{}\n{}\n{}\n{}\n{}\n{}", request.method, canonical_path(request.url.path, scope.service),
                  canonical_query(request.url.query), header_lines, signed_headers, payload_hash);
  const std::string time = timestamp(now);
  const std::string date = time.substr(0, 8);
  const std::string credential_scope = fmt::format("{}/{}/{}/aws4_request", date, scope.region, scope.service);
  signature.string_to_sign =
      fmt::format("{}\n{}\n{}\n{}", kAlgorithm, time, credential_scope, to_hex(sha256(signature.canonical_request)));

  std::string key = hmac_sha256("AWS4" + keys.secret_key, date);
  key = hmac_sha256(key, scope.region);
  key = hmac_sha256(key, scope.service);
  key = hmac_sha256(key, "aws4_request");
  signature.authorization =
      fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}", kAlgorithm, keys.access_key, credential_scope,
                  signed_headers, to_hex(hmac_sha256(key, signature.string_to_sign)));
  return signature;
}

void add_signature(HttpRequest& request, const AwsKeys& keys, const SigningScope& scope,
                   std::chrono::system_clock::time_point now) {
  std::string payload_hash;
  for (const auto& [name, value] : request.headers) {
    if (name == "x-amz-content-sha256") payload_hash = value;  // known already, of a part that is sent again
  }
  if (payload_hash.empty()) {
    payload_hash = to_hex(sha256(request.body));
    if (scope.service == "s3") request.headers.emplace_back("x-amz-content-sha256", payload_hash);
  }
  request.headers.emplace_back("x-amz-date", timestamp(now));
  if (!keys.session_token.empty()) request.headers.emplace_back("x-amz-security-token", keys.session_token);
  request.headers.emplace_back("Authorization", sign_request(request, payload_hash, keys, scope, now).authorization);
}

}  // namespace rox
