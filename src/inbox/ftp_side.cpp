#include "inbox/ftp_side.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <array>
#include <exception>
#include <mutex>
#include <utility>

#include "base/encode.hpp"
#include "base/error.hpp"
#include "base/log.hpp"
#include "base/stop.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "inbox/ftp_listing.hpp"
#include "inbox/password.hpp"

namespace rox {
namespace {

constexpr long kConnectSeconds = 20;
constexpr long kStallBytesPerSecond = 1;
/// No listing of as many files as a source may have is longer.
constexpr std::size_t kMostListing = std::size_t{1} << 30;
constexpr long kNotUnderstood = 500;
constexpr long kNotImplemented = 502;
constexpr long kNotThere = 550;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Commands = std::unique_ptr<curl_slist, FreeList>;

/// One easy handle with the connection that it keeps.
class FtpConnection {
 public:
  FtpConnection(const RemoteSource& source, const Login& login, std::stop_token stop)
      : source_(source), login_(login), stop_(std::move(stop)), curl_(curl_easy_init()) {
    if (!curl_) throw std::bad_alloc();
  }

  /// Begins a transfer: nothing of the one before is left, but the connection.
  void reset(const std::string& path) {
    curl_easy_reset(curl_.get());
    receive_ = nullptr;
    failure_ = nullptr;
    const std::string port = source_.port.empty() ? "" : ":" + source_.port;
    const bool six = source_.host.find(':') != std::string::npos;
    const std::string url = fmt::format("{}://{}{}{}{}/{}", source_.scheme == "ftps" ? "ftps" : "ftp", six ? "[" : "",
                                        source_.host, six ? "]" : "", port, percent_encode_path(path));
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "ftp,ftps");
    set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    if (!source_.ca.empty()) set(CURLOPT_CAINFO, source_.ca.c_str());
    if (!login_.user.empty()) set(CURLOPT_USERNAME, login_.user.c_str());
    if (!login_.password.empty()) set(CURLOPT_PASSWORD, login_.password.c_str());
    set(CURLOPT_FTP_FILEMETHOD, static_cast<long>(CURLFTPMETHOD_SINGLECWD));
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    set(CURLOPT_LOW_SPEED_LIMIT, kStallBytesPerSecond);
    set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(kStall.count()));
    set(CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(kStall.count()));
    set(CURLOPT_ERRORBUFFER, detail_.data());
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &FtpConnection::progress);
    set(CURLOPT_XFERINFODATA, this);
    set(CURLOPT_WRITEFUNCTION, &FtpConnection::write);
    set(CURLOPT_WRITEDATA, this);
    detail_[0] = '\0';
  }

  template <typename Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(curl_.get(), option, value);
  }

  /// `what` is for the error: "list", "read x.csv".
  void perform(const std::string& what, FarSide::Receive receive) {
    const CURLcode code = try_perform(what, std::move(receive));
    if (code != CURLE_OK) throw error(code, what);
  }

  CURLcode try_perform(const std::string& what, FarSide::Receive receive) {
    receive_ = std::move(receive);
    LogTimer timer("ftp", fmt::format("{} on {}://{}", what, source_.scheme, source_.host));
    const CURLcode code = curl_easy_perform(curl_.get());
    if (failure_) std::rethrow_exception(failure_);
    if (code == CURLE_ABORTED_BY_CALLBACK) throw interrupted_error();
    return code;
  }

  long answer() const {
    long code = 0;
    curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &code);
    return code;
  }

  Error error(CURLcode code, const std::string& what) const {
    const std::string said = detail_[0] != '\0' ? detail_.data() : curl_easy_strerror(code);
    Error failed = outside_error(fmt::format("can't {}: {}", what, printable(said)))
                       .at(fmt::format("{}://{}", source_.scheme, source_.host));
    switch (code) {
      case CURLE_PEER_FAILED_VERIFICATION:
      case CURLE_SSL_CACERT_BADFILE:
        return std::move(failed).hint(
            "the server's certificate isn't trusted here; [source] ca names a file of certificates that are");
      case CURLE_USE_SSL_FAILED:
        return std::move(failed).hint("the server speaks no TLS there; ftps:// begins with TLS, ftpes:// asks for it");
      case CURLE_LOGIN_DENIED:
        return std::move(failed).hint(
            "[source] user says who we are; the password is ROX_SOURCE_PASSWORD's, ~/.netrc's or [source] "
            "password_command's");
      case CURLE_REMOTE_ACCESS_DENIED:
      case CURLE_REMOTE_FILE_NOT_FOUND:
      case CURLE_FTP_COULDNT_RETR_FILE:
      case CURLE_QUOTE_ERROR: return std::move(failed).hint("check [source] url, and what its user may do there");
      default: return std::move(failed).hint("check the address and the network, then run again").retryable();
    }
  }

 private:
  static std::size_t write(const char* from, std::size_t size, std::size_t count, void* self) {
    auto& connection = *static_cast<FtpConnection*>(self);
    try {
      if (connection.receive_) connection.receive_(std::string_view(from, size * count));
    } catch (...) {
      connection.failure_ = std::current_exception();
      return 0;
    }
    return size * count;
  }

  static int progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<FtpConnection*>(self)->stop_.stop_requested() ? 1 : 0;
  }

  struct Free {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  };
  const RemoteSource& source_;
  const Login& login_;
  const std::stop_token stop_;
  std::unique_ptr<CURL, Free> curl_;
  std::array<char, CURL_ERROR_SIZE> detail_{};
  FarSide::Receive receive_;
  std::exception_ptr failure_;
};

class FtpSide final : public FarSide {
 public:
  FtpSide(const RemoteSource& source, const FarOptions& options)
      : source_(source), options_(options), login_(find_login(source)) {
    // Once for the process; the other half of libcurl's users does the same.
    [[maybe_unused]] static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  }

  std::vector<FarFile> list() override {
    FarListing listing(source_.max_files);
    with_connection([&](FtpConnection& connection) { list_folder(connection, "", 0, listing); });
    return listing.take();
  }

  void read(const FarFile& file, std::uint64_t from, const Receive& receive) override {
    with_connection([&](FtpConnection& connection) {
      connection.reset(source_.folder + file.name);
      connection.set(CURLOPT_RESUME_FROM_LARGE, static_cast<curl_off_t>(from));
      connection.perform("read " + printable(file.name), receive);
    });
  }

  void move(const std::string& name, const std::string& folder, const std::string& new_name) override {
    const std::string there = source_.folder + folder;
    // RNTO replaces what is there, on many servers.
    const std::string target = there + "/" + new_name;
    if (is_there(target)) {
      throw outside_error(fmt::format("{} is there already", printable(new_name)))
          .at(fmt::format("{}://{}", source_.scheme, source_.host));
    }
    command({"*MKD " + there, "RNFR " + source_.folder + name, "RNTO " + target}, "move " + printable(name));
  }

  void remove(const std::string& name) override {
    command({"DELE " + source_.folder + name}, "delete " + printable(name));
  }

 private:
  template <typename Work>
  void with_connection(const Work& work) {
    throw_if_stopped(options_.stop);
    std::unique_ptr<FtpConnection> connection;
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        connection = std::move(idle_.back());
        idle_.pop_back();
      }
    }
    if (!connection) connection = std::make_unique<FtpConnection>(source_, login_, options_.stop);
    work(*connection);
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
  }

  /// On a connection of their own: their paths are from the folder that one begins in.
  void command(const std::vector<std::string>& lines, const std::string& what) {
    FtpConnection connection(source_, login_, options_.stop);
    Commands commands;
    for (const std::string& line : lines) {
      curl_slist* grown = curl_slist_append(commands.get(), line.c_str());
      if (grown == nullptr) throw std::bad_alloc();
      static_cast<void>(commands.release());
      commands.reset(grown);
    }
    connection.reset("");
    connection.set(CURLOPT_NOBODY, 1L);
    connection.set(CURLOPT_QUOTE, commands.get());
    connection.perform(what, nullptr);
  }

  bool is_there(const std::string& path) {
    FtpConnection connection(source_, login_, options_.stop);
    connection.reset(path);
    connection.set(CURLOPT_NOBODY, 1L);
    connection.set(CURLOPT_FILETIME, 1L);
    return connection.try_perform("look for " + printable(path), nullptr) == CURLE_OK &&
           connection.answer() != kNotThere;
  }

  void list_folder(FtpConnection& connection, const std::string& below, int depth, FarListing& listing) {
    const std::string path = source_.folder + below;
    std::vector<std::string> folders;
    for (FtpEntry& entry : entries_of(connection, path)) {
      if (entry.is_folder) {
        const bool follows =
            options_.recursive && !entry.name.starts_with('.') && entry.name.find('/') == std::string::npos;
        if (follows && depth < kDeepest) folders.push_back(entry.name);
        continue;
      }
      listing.add({below + entry.name, entry.bytes, entry.version, entry.is_plain, entry.sized});
    }
    for (const std::string& name : folders) list_folder(connection, below + name + "/", depth + 1, listing);
  }

  /// As MLSD gives them, which was made for programs; where a server doesn't know it, as people see them.
  std::vector<FtpEntry> entries_of(FtpConnection& connection, const std::string& path) {
    const std::string what = fmt::format("list {}", path.empty() ? "the folder" : printable(path));
    std::string text;
    const auto receive = [&](std::string_view piece) {
      if (text.size() + piece.size() > kMostListing) throw outside_error("the folder's listing has no end");
      text += piece;
    };
    if (knows_mlsd_) {
      connection.reset(path);
      connection.set(CURLOPT_CUSTOMREQUEST, "MLSD");
      const CURLcode code = connection.try_perform(what, receive);
      if (code == CURLE_OK) return parse_mlsd(text);
      const long answer = connection.answer();
      if (answer != kNotUnderstood && answer != kNotImplemented) throw connection.error(code, what);
      knows_mlsd_ = false;
      text.clear();
    }
    connection.reset(path);
    connection.perform(what, receive);
    return parse_ftp_list(text);
  }

  const RemoteSource& source_;
  const FarOptions options_;
  const Login login_;
  bool knows_mlsd_ = true;  // used by list() alone
  std::mutex mutex_;        // of idle_
  std::vector<std::unique_ptr<FtpConnection>> idle_;
};

}  // namespace

std::unique_ptr<FarSide> ftp_side(const RemoteSource& source, const FarOptions& options) {
  return std::make_unique<FtpSide>(source, options);
}

}  // namespace rox
