#include "server/message.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "base/hash.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

constexpr std::size_t kWorthPacking = 1024;  // bytes; less fits into a packet anyway
constexpr int kPackLevel = 6;
constexpr int kGzipFormat = 15 + 16;  // zlib's windowBits: the largest window, with gzip's header

std::string pack(const std::string& text) {
  z_stream stream{};
  if (deflateInit2(&stream, kPackLevel, Z_DEFLATED, kGzipFormat, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string packed(deflateBound(&stream, text.size()), '\0');
  // zlib reads only, but its interface is older than const.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (!whole || packed.size() >= text.size()) packed.clear();
  return packed;
}

bool names_etag(const std::string& header, const std::string& etag) {
  for (const std::string& one : split(header, ',')) {
    if (one == "*" || one == etag || one == "W/" + etag) return true;
  }
  return false;
}

bool takes_gzip(const WebRequest& request) {
  for (const std::string& coding : split(request.header("accept-encoding"), ',')) {
    const std::vector<std::string> parts = split(coding, ';');
    if (equals_ignore_case(parts.front(), "gzip")) return parts.size() < 2 || parts[1] != "q=0";
  }
  return false;
}

}  // namespace

const std::string& WebRequest::header(const std::string& name) const {
  static const std::string kNone;
  const auto found = headers.find(name);
  return found == headers.end() ? kNone : found->second;
}

Content::Content(std::string type, std::string text)
    : type_(std::move(type)), text_(std::move(text)), etag_('"' + hash_text(text_) + '"') {}

const std::string& Content::gzip() const {
  std::call_once(packed_, [&] {
    if (text_.size() >= kWorthPacking) gzip_ = pack(text_);
  });
  return gzip_;
}

WebResponse stream_response(std::string_view type, NextPiece pieces) {
  WebResponse response;
  response.headers.emplace_back("Content-Type", type);
  std::string first;
  if (!pieces(first)) {
    response.stream = [](std::string&) { return false; };
    return response;
  }
  response.stream = [pieces = std::move(pieces), first = std::move(first), begun = false](std::string& piece) mutable {
    if (begun) return pieces(piece);
    begun = true;
    piece = std::move(first);
    return true;
  };
  return response;
}

std::pair<std::string, std::string> attachment(const std::string& file_name) {
  std::string ascii;
  std::string encoded;
  for (const char c : file_name) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0;
    const bool is_ascii = c >= ' ' && c <= '~';
    ascii += !is_ascii || c == '"' || c == '\\' || c == '%' ? '_' : c;
    if (plain || c == '.' || c == '-' || c == '_' || c == '~') {
      encoded += c;
    } else {
      encoded += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  std::string value = fmt::format("attachment; filename=\"{}\"", ascii);
  if (ascii != file_name) value += "; filename*=UTF-8''" + encoded;
  return {"Content-Disposition", std::move(value)};
}

bool is_header_value(std::string_view value) {
  return std::none_of(value.begin(), value.end(),
                      [](char c) { return (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == '\x7f'; });
}

WebResponse error_response(unsigned status, std::string_view code, std::string_view message, std::string_view hint) {
  nlohmann::ordered_json error{{"code", code}, {"message", message}};
  if (!hint.empty()) error["hint"] = hint;
  const nlohmann::ordered_json json{{"error", error}};
  return {
      status, std::make_shared<Content>("application/json", json_text(json) + "\n"), {{"Cache-Control", "no-store"}}};
}

std::string_view finish_response(const WebRequest& request, WebResponse& response) {
  if (response.content == nullptr) return {};
  const Content& content = *response.content;
  if (response.status == 200) {
    response.headers.emplace_back("ETag", content.etag());
    response.headers.emplace_back("Vary", "Accept-Encoding");
    if (names_etag(request.header("if-none-match"), content.etag())) {
      response.status = 304;
      return {};
    }
  }
  response.headers.emplace_back("Content-Type", content.type());
  if (takes_gzip(request) && !content.gzip().empty()) {
    response.headers.emplace_back("Content-Encoding", "gzip");
    return content.gzip();
  }
  return content.text();
}

}  // namespace rox
