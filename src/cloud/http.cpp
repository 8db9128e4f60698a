#include "cloud/http.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <exception>

#include "base/encode.hpp"
#include "base/error.hpp"
#include "base/log.hpp"
#include "base/stop.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

constexpr std::string_view kUserAgent = "rox/" ROX_VERSION;
/// Slower than this counts as standing still.
constexpr long kStallBytesPerSecond = 64;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

HeaderList header_list(const HttpRequest& request) {
  HeaderList list;
  const auto add = [&](const std::string& line) {
    curl_slist* grown = curl_slist_append(list.get(), line.c_str());
    if (grown == nullptr) throw std::bad_alloc();
    static_cast<void>(list.release());
    list.reset(grown);
  };
  add("Expect:");  // a round trip before each part, for nothing
  bool typed = false;
  for (const auto& [name, value] : request.headers) {
    typed = typed || equals_ignore_case(name, "content-type");
    add(value.empty() ? name + ";" : fmt::format("{}: {}", name, value));
  }
  if (!typed) add("Content-Type:");  // libcurl would say that it is a form
  return list;
}

/// Everything about one transfer that libcurl's callbacks need.
struct Transfer {
  const HttpRequest& request;
  HttpResponse& response;
  std::size_t sent = 0;
  std::exception_ptr failure;  // what `receive` threw
  bool started = false;

  static std::size_t read(char* to, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::string_view left = transfer.request.body.substr(transfer.sent);
    const std::size_t taken = std::min(left.size(), size * count);
    std::memcpy(to, left.data(), taken);
    transfer.sent += taken;
    return taken;
  }

  /// Back to where the body has to be sent from, when a kept connection turns out to be dead.
  static int seek(void* self, curl_off_t offset, int origin) {
    if (origin != SEEK_SET) return CURL_SEEKFUNC_CANTSEEK;
    static_cast<Transfer*>(self)->sent = static_cast<std::size_t>(offset);
    return CURL_SEEKFUNC_OK;
  }

  static std::size_t write(const char* from, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::string_view piece(from, size * count);
    if (!transfer.request.receive || !transfer.response.ok()) {
      transfer.response.body += piece;
      return piece.size();
    }
    try {
      if (!transfer.started && transfer.request.starts) transfer.request.starts(transfer.response);
      transfer.started = true;
      transfer.request.receive(piece);
    } catch (...) {
      transfer.failure = std::current_exception();
      return 0;
    }
    return piece.size();
  }

  /// Called while it goes on, and about once a second while nothing moves.
  static int progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Transfer*>(self)->request.stop.stop_requested() ? 1 : 0;
  }

  static std::size_t header(const char* from, std::size_t size, std::size_t count, void* self) {
    auto& response = static_cast<Transfer*>(self)->response;
    const std::string_view line = trim(std::string_view(from, size * count));
    if (line.starts_with("HTTP/")) {  // of this answer, not of the "100 Continue" before it
      response.headers.clear();
      const std::size_t blank = line.find(' ');
      response.status = blank == std::string_view::npos ? 0 : std::atoi(line.data() + blank + 1);
    } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
      response.headers.emplace_back(to_lower(line.substr(0, colon)), trim(line.substr(colon + 1)));
    }
    return size * count;
  }
};

Error transfer_error(CURLcode code, const char* detail, const HttpRequest& request) {
  const std::string where = request.url.scheme + "://" + request.url.host;
  const std::string what = detail[0] != '\0' ? detail : curl_easy_strerror(code);
  Error error = outside_error(fmt::format("no answer from {}: {}", where, what));
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return std::move(error)
          .hint("check the region's name and the network; a proxy is taken from https_proxy")
          .retryable();
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return std::move(error).hint(
          "the server's certificate isn't trusted here; AWS_CA_BUNDLE names a file of certificates that are");
    default: return std::move(error).hint("check the network and the endpoint, then run again").retryable();
  }
}

std::string log_text(const HttpRequest& request) {
  const std::string where = fmt::format("{} {}://{}", request.method, request.url.scheme, request.url.host);
  return request.about.empty() ? where : fmt::format("{} for {}", where, request.about);
}

}  // namespace

std::string encode_fields(const Fields& fields) {
  std::string out;
  for (const auto& [name, value] : fields) {
    if (!out.empty()) out += '&';
    out += percent_encode(name) + "=" + percent_encode(value);
  }
  return out;
}

std::string Url::text() const {
  return fmt::format("{}://{}{}{}{}", scheme, host, path, query.empty() ? "" : "?", encode_fields(query));
}

Url parse_url(const std::string& text) {
  if (text.find('@') != std::string::npos) {  // not shown: what stands before it may be a password
    throw usage_error("an address with a user or a password in it is no endpoint")
        .hint("write it as https://host or http://host:port; keys and tokens have variables of their own");
  }
  const std::size_t end = text.find("://");
  Url url;
  if (end != std::string::npos) {
    url.scheme = to_lower(text.substr(0, end));
    const std::size_t slash = text.find('/', end + 3);
    url.host = text.substr(end + 3, slash == std::string::npos ? slash : slash - end - 3);
    if (slash != std::string::npos) url.path = text.substr(slash);
  }
  if (url.host.empty() || (url.scheme != "http" && url.scheme != "https") ||
      text.find_first_of("?# ") != std::string::npos) {
    throw usage_error(fmt::format("'{}' is no endpoint", text)).hint("write it as https://host or http://host:port");
  }
  return url;
}

std::optional<std::chrono::system_clock::time_point> parse_http_date(std::string_view text) {
  const std::time_t time = curl_getdate(std::string(text).c_str(), nullptr);
  if (time == -1) return std::nullopt;
  return std::chrono::system_clock::from_time_t(time);
}

std::string_view HttpResponse::header(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& h) { return h.first == name; });
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

/// One easy handle with the connection that it keeps.
class HttpClient::Connection {
 public:
  Connection() : curl_(curl_easy_init()) {
    if (!curl_) throw std::bad_alloc();
  }

  HttpResponse send(const HttpRequest& request, const HttpTimeouts& timeouts, const std::string& ca) {
    HttpResponse response;
    Transfer transfer{request, response, 0, nullptr, false};
    const HeaderList headers = header_list(request);
    const std::string url = request.url.text();
    std::array<char, CURL_ERROR_SIZE> detail{};
    curl_easy_reset(curl_.get());
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_HTTPHEADER, headers.get());
    set(CURLOPT_USERAGENT, kUserAgent.data());
    set(CURLOPT_ERRORBUFFER, detail.data());
    set(CURLOPT_PATH_AS_IS, 1L);  // "a/../b" is a good key in S3
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(timeouts.connect.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(timeouts.total.count()));
    set(CURLOPT_LOW_SPEED_LIMIT, kStallBytesPerSecond);
    set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(timeouts.stall.count()));
    set(CURLOPT_BUFFERSIZE, 256L * 1024);
    set(CURLOPT_UPLOAD_BUFFERSIZE, 256L * 1024);
    set(CURLOPT_WRITEFUNCTION, &Transfer::write);
    set(CURLOPT_WRITEDATA, &transfer);
    set(CURLOPT_HEADERFUNCTION, &Transfer::header);
    set(CURLOPT_HEADERDATA, &transfer);
    const char* bundle = ca.empty() ? std::getenv("AWS_CA_BUNDLE") : ca.c_str();
    if (bundle != nullptr && *bundle != '\0') set(CURLOPT_CAINFO, bundle);
    if (request.stop.stop_possible()) {
      set(CURLOPT_NOPROGRESS, 0L);
      set(CURLOPT_XFERINFOFUNCTION, &Transfer::progress);
      set(CURLOPT_XFERINFODATA, &transfer);
    }
    set_method(request, transfer);
    const CURLcode code = curl_easy_perform(curl_.get());
    if (transfer.failure) std::rethrow_exception(transfer.failure);
    if (code == CURLE_ABORTED_BY_CALLBACK) throw interrupted_error();
    if (code != CURLE_OK) throw transfer_error(code, detail.data(), request);
    return response;
  }

 private:
  template <typename Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(curl_.get(), option, value);
  }

  void set_method(const HttpRequest& request, Transfer& transfer) {
    if (request.method == "HEAD") {
      set(CURLOPT_NOBODY, 1L);
    } else if (request.method == "PUT" || request.method == "POST") {
      set(CURLOPT_UPLOAD, 1L);
      set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
      set(CURLOPT_READFUNCTION, &Transfer::read);
      set(CURLOPT_READDATA, &transfer);
      set(CURLOPT_SEEKFUNCTION, &Transfer::seek);
      set(CURLOPT_SEEKDATA, &transfer);
    }
    if (request.method != "HEAD") set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }

  struct Free {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  };
  std::unique_ptr<CURL, Free> curl_;
};

HttpClient::HttpClient(HttpTimeouts timeouts, std::string ca) : timeouts_(timeouts), ca_(std::move(ca)) {
  // Once for the process, before there are threads.
  [[maybe_unused]] static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
}

HttpClient::~HttpClient() = default;

std::unique_ptr<HttpClient::Connection> HttpClient::take() {
  std::lock_guard lock(mutex_);
  if (idle_.empty()) return std::make_unique<Connection>();
  std::unique_ptr<Connection> connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

HttpResponse HttpClient::send(const HttpRequest& request) {
  std::unique_ptr<Connection> connection = take();
  LogTimer timer("http", log_text(request));
  HttpResponse response = connection->send(request, timeouts_, ca_);  // after a failure its connection isn't kept
  timer.result(std::to_string(response.status));
  std::lock_guard lock(mutex_);
  idle_.push_back(std::move(connection));
  return response;
}

}  // namespace rox
