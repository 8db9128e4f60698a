// Requests and responses as values: what the dashboard's handlers work with, whatever carries them.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/pieces.hpp"

namespace rox {

struct WebRequest {
  std::string method;                          // "GET"
  std::string path;                            // percent-encoding undone: "/api/v1/pages/sales"
  std::string query;                           // as it came, without '?'
  std::map<std::string, std::string> headers;  // names in lower case; several of a name are joined by commas
  std::stop_token gone{};                      // stopped when whoever asked has closed the connection

  /// Empty if there is none.
  const std::string& header(const std::string& name) const;
};

/// A body that may be sent many times, packed once. Thread-safe.
class Content {
 public:
  Content(std::string type, std::string text);

  const std::string& type() const { return type_; }
  const std::string& text() const { return text_; }
  /// A hash of the text, quoted as in the header ETag.
  const std::string& etag() const { return etag_; }
  /// Packed by gzip; empty if that gains nothing.
  const std::string& gzip() const;

 private:
  std::string type_;
  std::string text_;
  std::string etag_;
  mutable std::once_flag packed_;
  mutable std::string gzip_;
};

struct WebResponse {
  unsigned status = 200;
  std::shared_ptr<const Content> content;  // null: no body, or a stream
  std::vector<std::pair<std::string, std::string>> headers;
  /// A body of any length, in pieces: each is made once the client has taken the one before. What it throws breaks the
  /// connection off, so that nobody takes a part for the whole.
  NextPiece stream{};
  /// Whether whoever asks the same of the same warehouse gets the same: not where something failed for a while.
  bool lasting = true;
};

/// A response whose body is a stream. Its first piece is made at once: what fails by then is thrown, and can be
/// answered.
WebResponse stream_response(std::string_view type, NextPiece pieces);

/// The header Content-Disposition of a file to be saved by that name (RFC 6266): in ASCII for old clients, and as it
/// is.
std::pair<std::string, std::string> attachment(const std::string& file_name);

/// Whether a header may have that value: it has no control characters, which could begin another header.
bool is_header_value(std::string_view value);

/// {"error":{"code","message","hint"}}; hint may be empty.
WebResponse error_response(unsigned status, std::string_view code, std::string_view message,
                           std::string_view hint = {});

/// As the request wants it: 304 without a body if it has this very content, packed if it takes that. What else has to
/// be said of a response is in its headers then, too; the body to send is returned.
std::string_view finish_response(const WebRequest& request, WebResponse& response);

}  // namespace rox
