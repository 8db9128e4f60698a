// HTTP by libcurl: requests as values, connections kept for the next one, every failure without an answer a retryable
// rox::Error. What an answer says, also a bad one, is the caller's to judge.
//
// Proxies are libcurl's to find (https_proxy, no_proxy); AWS_CA_BUNDLE names certificates to trust instead of the
// system's.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rox {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// "a=1&b=": each percent-encoded, in the order given. Of a query, and of a form.
std::string encode_fields(const Fields& fields);

struct Url {
  std::string scheme = "https";
  std::string host;        // with the port, if it isn't the scheme's own
  std::string path = "/";  // percent-encoded
  Fields query;            // not encoded

  std::string text() const;
};

/// "http://127.0.0.1:8333/base" in its parts; no query. Throws usage_error.
Url parse_url(const std::string& text);

/// "Tue, 25 Nov 2025 10:50:38 GMT", as in a Date header; the older forms of HTTP's dates too.
std::optional<std::chrono::system_clock::time_point> parse_http_date(std::string_view text);

struct HttpResponse {
  int status = 0;
  Fields headers;  // names in lower case
  std::string body;

  bool ok() const { return status >= 200 && status < 300; }
  /// Its value, or empty.
  std::string_view header(std::string_view name) const;
};

struct HttpRequest {
  std::string method = "GET";
  Url url{};
  Fields headers{};
  /// Must outlive the request.
  std::string_view body{};
  /// Where the body of a good answer (2xx) goes piece by piece; without it, into HttpResponse::body.
  std::function<void(std::string_view)> receive{};
  /// Called with what such an answer says before its first piece.
  std::function<void(const HttpResponse&)> starts{};
  /// Ends it, at most a second later, wherever it is.
  std::stop_token stop{};
  /// What it is for, as the log says it ("s3:PutObject s3://bucket/key"): its path and query may be secret.
  std::string about{};
};

struct HttpTimeouts {
  std::chrono::milliseconds connect{10'000};
  /// A transfer that moves (nearly) nothing for so long has failed.
  std::chrono::seconds stall{20};
  /// All of it; 0: as long as it moves.
  std::chrono::milliseconds total{0};
};

/// Thread-safe: as many requests at once as there are threads.
class HttpClient {
 public:
  /// `ca`: a file of certificates to trust instead of all others; may be empty.
  explicit HttpClient(HttpTimeouts timeouts = {}, std::string ca = {});
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// Sends it once. Throws a retryable outside_error that names the host if there is no whole answer, and
  /// interrupted_error() if it was stopped. Redirects are answers like others.
  HttpResponse send(const HttpRequest& request);

 private:
  class Connection;
  std::unique_ptr<Connection> take();

  const HttpTimeouts timeouts_;
  const std::string ca_;
  std::mutex mutex_;  // of idle_
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace rox
