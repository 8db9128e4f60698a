#include "server/gate.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>

#include "base/encode.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "dashboard/params.hpp"

namespace rox {
namespace {

/// "name" of "name:8080" and of "[::1]:8080", in lower case.
std::string host_name(const std::string& host) {
  const std::size_t bracket = host.rfind(']');
  const std::size_t colon = host.rfind(':');
  const bool has_port = colon != std::string::npos && (bracket == std::string::npos || colon > bracket);
  return to_lower(has_port ? host.substr(0, colon) : host);
}

/// Takes as long for every text of that length.
bool same_secret(const std::string& a, const std::string& b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string cookie_value(const std::string& header, const std::string& name) {
  for (const std::string& cookie : split(header, ';')) {
    if (cookie.starts_with(name + "=")) return cookie.substr(name.size() + 1);
  }
  return {};
}

/// The token in the address, empty if there is none there; nothing if the address is malformed.
std::optional<std::string> token_of(const WebRequest& request) {
  try {
    return Params::parse(request.query).one("token").value_or("");
  } catch (const Error&) {
    return std::nullopt;
  }
}

bool wants_page(const WebRequest& request) {
  return request.header("accept").find("text/html") != std::string::npos && !request.path.starts_with("/api/");
}

constexpr const char* kTokenPage =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
    "<title>rox: token</title><main><h1>This dashboard wants its token</h1>"
    "<p>It is in what <code>rox serve</code> printed when it was started. / "
    "Está no que <code>rox serve</code> mostrou ao iniciar.</p>"
    "<form action=\"/\"><label>Token <input name=\"token\" type=\"password\" autocomplete=\"current-password\" "
    "required autofocus></label> <button>Open</button></form></main></html>\n";

WebResponse token_wanted(const WebRequest& request) {
  if (wants_page(request)) {
    return {401, std::make_shared<Content>("text/html; charset=utf-8", kTokenPage), {{"Cache-Control", "no-store"}}};
  }
  WebResponse response = error_response(401, "token", "the dashboard wants its token",
                                        "send `Authorization: Bearer TOKEN`; `rox serve` printed it");
  response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

}  // namespace

Gate::Gate(GateOptions options) : options_(std::move(options)) {
  for (std::string& host : options_.hosts) host = host_name(host);
}

bool Gate::knows_host(const std::string& host) const {
  const std::string name = host_name(host);
  if (std::find(options_.hosts.begin(), options_.hosts.end(), name) != options_.hosts.end()) return true;
  if (name == "localhost") return is_loopback(options_.address);
  // A name can be made to point here, an address can't. Where all interfaces are listened on, any of theirs is right.
  boost::system::error_code error;
  const bool bracketed = name.size() > 2 && name.front() == '[' && name.back() == ']';
  const auto address = boost::asio::ip::make_address(bracketed ? name.substr(1, name.size() - 2) : name, error);
  if (error) return false;
  const auto ours = boost::asio::ip::make_address(options_.address);
  return ours.is_unspecified() || address == ours || (ours.is_loopback() && address.is_loopback());
}

std::string Gate::cookie_name() const { return fmt::format("rox_token_{}", options_.port); }

bool Gate::has_token(const WebRequest& request) const {
  constexpr std::string_view kBearer = "Bearer ";
  const std::string& authorization = request.header("authorization");
  if (authorization.starts_with(kBearer) && same_secret(authorization.substr(kBearer.size()), options_.token)) {
    return true;
  }
  return same_secret(cookie_value(request.header("cookie"), cookie_name()), options_.token);
}

std::optional<WebResponse> Gate::refuse_method(const WebRequest& request) {
  if (request.method == "GET" || request.method == "HEAD") return std::nullopt;
  WebResponse response = error_response(405, "method", "the dashboard is for reading: only GET and HEAD");
  response.headers.emplace_back("Allow", "GET, HEAD");
  return response;
}

std::optional<WebResponse> Gate::refuse(const WebRequest& request) const {
  if (!knows_host(request.header("host"))) {
    return error_response(403, "host", "the dashboard isn't known by this name",
                          "open it by its address, or start it with --allow-host NAME");
  }
  const std::string& origin = request.header("origin");
  if (!origin.empty() && origin != "http://" + request.header("host") &&
      origin != "https://" + request.header("host")) {
    return error_response(403, "origin", "pages of other sites may not read the dashboard");
  }
  if (auto refused = refuse_method(request)) return refused;
  if (options_.token.empty() || has_token(request)) return std::nullopt;
  const std::optional<std::string> token = token_of(request);
  // What is malformed isn't said to whoever hasn't shown the token.
  if (!token) return error_response(400, "request", "the address is malformed");
  if (request.path == "/" && same_secret(*token, options_.token)) {
    return WebResponse{303,
                       nullptr,
                       {{"Location", "/"},
                        {"Cache-Control", "no-store"},
                        {"Set-Cookie", fmt::format("{}={}; HttpOnly; SameSite=Strict; Path=/; Max-Age=2592000",
                                                   cookie_name(), options_.token)}}};
  }
  return token_wanted(request);
}

const std::vector<std::pair<std::string, std::string>>& Gate::headers() {
  static const std::vector<std::pair<std::string, std::string>> kHeaders = {
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
       "connect-src 'self'; "
       "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"}};
  return kHeaders;
}

bool is_loopback(const std::string& address) {
  boost::system::error_code error;
  const auto parsed = boost::asio::ip::make_address(address, error);
  return !error && parsed.is_loopback();
}

std::string new_token() {
  std::string bytes(32, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) != 1) {
    throw outside_error("no random bytes for a token");
  }
  return to_hex(bytes);
}

}  // namespace rox
