#include "inbox/web_side.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <utility>

#include "base/encode.hpp"
#include "base/error.hpp"
#include "base/parallel.hpp"
#include "base/stop.hpp"
#include "base/terminal.hpp"
#include "cloud/http.hpp"
#include "inbox/arrival_name.hpp"
#include "inbox/password.hpp"
#include "inbox/web_index.hpp"

namespace rox {
namespace {

constexpr std::size_t kMostListing = std::size_t{1} << 30;
constexpr int kPartial = 206;
constexpr int kUnauthorized = 401;
constexpr int kForbidden = 403;
constexpr int kNotFound = 404;
constexpr int kNotAllowed = 405;
constexpr int kPreconditionFailed = 412;
constexpr int kRangeNotSatisfiable = 416;
constexpr int kTooMany = 429;
constexpr int kServerError = 500;
constexpr int kNotImplemented = 501;

/// A bearer token, or a user with a password; nothing where rox has neither.
std::string authorization(const RemoteSource& source) {
  const char* token = std::getenv("ROX_SOURCE_TOKEN");
  if (token != nullptr && *token != '\0') return std::string("Bearer ") + token;
  const Login login = find_login(source);
  if (login.user.empty() && login.password.empty()) return "";
  return "Basic " + to_base64(login.user + ":" + login.password);
}

class WebSide final : public FarSide {
 public:
  WebSide(const RemoteSource& source, const FarOptions& options)
      : source_(source),
        options_(options),
        http_({.connect = std::chrono::seconds(20), .stall = kStall}, source.ca.string()),
        authorization_(authorization(source)) {
    const bool six = source.host.find(':') != std::string::npos;
    host_ = (six ? "[" + source.host + "]" : source.host) + (source.port.empty() ? "" : ":" + source.port);
  }

  std::vector<FarFile> list() override {
    FarListing listing(source_.max_files);
    list_folder("", 0, listing);
    std::vector<FarFile> files = listing.take();
    std::erase_if(files, [&](const FarFile& file) { return options_.wanted && !options_.wanted(file.name); });
    // What the list doesn't say, the files' own headers do.
    for_each_index(files.size(), source_.connections, [&](std::size_t i) {
      const bool is_known = files[i].sized && !files[i].version.empty();
      if (!is_known && !arrival_name_problem(files[i].name)) look(files[i]);
    });
    std::erase_if(files, [](const FarFile& file) { return file.version == kGone; });
    return files;
  }

  void read(const FarFile& file, std::uint64_t from, const Receive& receive) override {
    HttpRequest request = request_of(file.name);
    const std::string tag = strong_tag(file.version);
    if (from > 0) request.headers.emplace_back("Range", fmt::format("bytes={}-", from));
    if (from > 0 && !tag.empty()) request.headers.emplace_back("If-Range", tag);
    std::uint64_t skip = 0;
    request.starts = [&](const HttpResponse& response) {
      const std::string begins = fmt::format("bytes {}-", from);
      if (response.status == kPartial && !response.header("content-range").starts_with(begins)) {
        throw outside_error("the server sends another part than was asked for").at(where()).retryable();
      }
      if (response.status == kPartial) return;
      if (!tag.empty() && response.header("etag") != tag) {
        throw outside_error(printable(file.name) + " changed while it was read").at(where()).retryable();
      }
      skip = from;  // a server that knows no ranges sends all of it
    };
    request.receive = [&](std::string_view piece) {
      const auto skipped = std::min<std::uint64_t>(skip, piece.size());
      skip -= skipped;
      receive(piece.substr(skipped));
    };
    require_good(send(request), "read " + printable(file.name));
  }

  void move(const std::string&, const std::string&, const std::string&) override { throw read_only(); }
  void remove(const std::string&) override { throw read_only(); }

 private:
  /// In place of the version of a file that went while the folder was listed.
  static constexpr std::string_view kGone = "gone";

  /// The tag of a version that look() made, if the same tag means the same bytes.
  static std::string strong_tag(const std::string& version) {
    const std::size_t quote = version.find('"');
    if (quote == std::string::npos || (quote >= 2 && version[quote - 1] == '/')) return "";
    return version.substr(quote);
  }

  std::string where() const { return "https://" + host_; }
  Error read_only() const { return usage_error("files on a web server can't be moved or deleted").at(where()); }

  HttpRequest request_of(const std::string& name) const {
    HttpRequest request;
    request.url = {"https", host_, "/" + percent_encode_path(source_.folder + name), {}};
    if (!authorization_.empty()) request.headers.emplace_back("Authorization", authorization_);
    request.stop = options_.stop;
    request.about = printable(name);
    return request;
  }

  HttpResponse send(const HttpRequest& request) {
    try {
      return http_.send(request);
    } catch (Error& error) {
      if (error.kind() != ErrorKind::outside || options_.stop.stop_requested()) throw;
      if (error.can_retry()) throw std::move(error).hint("check the address and the network, then run again");
      throw std::move(error).hint(
          "the server's certificate isn't trusted here; [source] ca names a file of certificates that are");
    }
  }

  void require_good(const HttpResponse& response, const std::string& what) const {
    if (response.ok()) return;
    Error error = outside_error(fmt::format("can't {}: the server answers {}", what, response.status)).at(where());
    switch (response.status) {
      case kUnauthorized:
      case kForbidden:
        throw std::move(error).hint(
            "[source] user says who we are; the password is ROX_SOURCE_PASSWORD's, ~/.netrc's or [source] "
            "password_command's, a bearer token ROX_SOURCE_TOKEN's");
      case kNotFound: throw std::move(error).hint("check [source] url");
      case kPreconditionFailed:
      case kRangeNotSatisfiable:
      case kTooMany: throw std::move(error).retryable();
      default: break;
    }
    if (response.status >= kServerError) throw std::move(error).retryable();
    if (response.status >= 300 && response.status < 400) {
      throw std::move(error).hint("it points to another address: write that one as [source] url");
    }
    throw std::move(error);
  }

  void list_folder(const std::string& below, int depth, FarListing& listing) {
    throw_if_stopped(options_.stop);
    HttpRequest request = request_of(below.empty() ? source_.index : below);
    std::string text;
    request.receive = [&](std::string_view piece) {
      if (text.size() + piece.size() > kMostListing) throw outside_error("the list of files has no end").at(where());
      text += piece;
    };
    const HttpResponse response = send(request);
    require_good(response, "list the folder");
    const std::string base = where() + "/" + percent_encode_path(source_.folder + below);
    for (const WebEntry& entry : parse_web_index(text, response.header("content-type"), base)) {
      const std::string name = below + entry.name;
      if (!entry.name.ends_with('/')) {
        listing.add({name, entry.bytes.value_or(0), entry.version, true, entry.bytes.has_value()});
      } else if (options_.recursive && depth < kDeepest && !arrival_name_problem(name.substr(0, name.size() - 1)) &&
                 !entry.name.starts_with('.')) {
        list_folder(name, depth + 1, listing);
      }
    }
  }

  void look(FarFile& file) {
    HttpRequest request = request_of(file.name);
    request.method = "HEAD";
    const HttpResponse response = send(request);
    if (response.status == kNotFound) {  // it has gone since the list was made
      file.version = kGone;
      return;
    }
    if (response.status == kNotAllowed || response.status == kNotImplemented) return;  // it is fetched as it is
    require_good(response, "look at " + printable(file.name));
    const std::string_view length = response.header("content-length");
    const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), file.bytes);
    file.sized = error == std::errc{} && !length.empty();
    file.version = fmt::format("{} {}", response.header("last-modified"), response.header("etag"));
  }

  const RemoteSource& source_;
  const FarOptions options_;
  HttpClient http_;
  const std::string authorization_;
  std::string host_;
};

}  // namespace

std::unique_ptr<FarSide> web_side(const RemoteSource& source, const FarOptions& options) {
  return std::make_unique<WebSide>(source, options);
}

}  // namespace rox
