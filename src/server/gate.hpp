// Who may ask the dashboard.
//
// A page of another site that is open in the same browser must not read the company's sales: not by a request of its
// own (Origin), not by a name that it makes point to this machine (DNS rebinding: Host), not by framing the dashboard
// or bringing a script into it (Content-Security-Policy). And on an address that others reach, whoever asks has to know
// the token.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/message.hpp"

namespace rox {

struct GateOptions {
  std::string address;  // that the server listens on
  std::uint16_t port = 0;
  std::string token;               // empty: none is asked for
  std::vector<std::string> hosts;  // further names that the dashboard is reached by, with or without a port
};

class Gate {
 public:
  explicit Gate(GateOptions options);

  /// The answer to a request that may not go on; a request that brings the token gets a cookie with it and its own
  /// address without it.
  std::optional<WebResponse> refuse(const WebRequest& request) const;

  /// The answer to a request that wants more than to read.
  static std::optional<WebResponse> refuse_method(const WebRequest& request);

  /// The headers that every response has, also those that are sent before anybody is asked.
  static const std::vector<std::pair<std::string, std::string>>& headers();

 private:
  bool knows_host(const std::string& host) const;
  bool has_token(const WebRequest& request) const;
  std::string cookie_name() const;

  GateOptions options_;
};

/// Whether only this machine reaches the address.
bool is_loopback(const std::string& address);

/// 32 random bytes as 64 hexadecimal digits, for a token.
std::string new_token();

}  // namespace rox
