// Mail by libcurl: one message to a server that passes it on (SMTP), encrypted unless nobody listens in between.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace rox {

struct MailServer {
  std::string url;  // smtp://host:port (TLS begins there, or nothing is sent) or smtps://host:port
  bool tls = true;  // false: in the clear, to a server of this machine
  std::string user{};
  std::string password{};
  bool netrc = false;          // user and password are those that ~/.netrc has of the host
  std::filesystem::path ca{};  // certificates to trust instead of the system's
};

struct Mail {
  std::string from;
  std::vector<std::string> to;
  std::string subject;  // UTF-8
  std::string text;     // UTF-8
};

/// As it travels: headers and body (RFC 5322), the text in base64. `id`: unique, for Message-ID.
std::string mail_text(const Mail& mail, std::chrono::system_clock::time_point date, const std::string& id);

/// Sends it once. Throws an outside_error if the server doesn't take it, to be retried unless the way out is another.
void send_mail(const MailServer& server, const Mail& mail);

}  // namespace rox
