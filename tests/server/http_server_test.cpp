// The server as clients meet it: bytes over a socket.
#include "server/http_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/log.hpp"

namespace rox {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// A condition that another thread makes true. Waits as long as the test may take.
class Signal {
 public:
  void set() {
    const std::lock_guard lock(mutex_);
    is_set_ = true;
    changed_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return is_set_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_set_ = false;
};

class Client {
 public:
  explicit Client(std::uint16_t port) : Client() { connect(port); }
  Client() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}

  void connect(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      throw system_error("connect", errno);
    }
  }

  void send(std::string_view text) { ASSERT_EQ(::send(fd_.get(), text.data(), text.size(), 0), ssize_t(text.size())); }

  /// Until the server closes, or `enough` bytes.
  std::string read(std::size_t enough = SIZE_MAX) {
    std::string text;
    std::string buffer(1 << 16, '\0');
    while (text.size() < enough) {
      const ssize_t got = ::recv(fd_.get(), buffer.data(), std::min(buffer.size(), enough - text.size()), 0);
      reset_ = got < 0 && errno == ECONNRESET;
      if (got <= 0) break;
      text.append(buffer, 0, static_cast<std::size_t>(got));
    }
    return text;
  }

  /// Whether the connection ended by a reset.
  bool was_reset() const { return reset_; }
  void close() { fd_.reset(); }

 private:
  UniqueFd fd_;
  bool reset_ = false;
};

class HttpServerTest : public testing::Test {
 protected:
  void start(HttpHandler handler, HttpServerOptions options = {}) {
    options.headers = {{"X-Safe", "yes"}};
    server_.emplace(options, std::move(handler));
    running_ = std::thread([this] { server_->run(); });
  }
  void TearDown() override {
    if (!server_) return;
    server_->stop();
    running_.join();
  }

  std::string ask(std::string_view request) {
    Client client(server_->port());
    client.send(request);
    return client.read();
  }

  static WebResponse ok(const WebRequest&) { return {200, std::make_shared<Content>("text/plain", "fine"), {}}; }

  std::optional<HttpServer> server_;
  std::thread running_;
};

TEST_F(HttpServerTest, RefusesWhatCanBeReadInTwoWays) {
  start(ok);
  const auto status_of = [&](const std::string& request) { return ask(request).substr(0, 12); };
  const std::string close = "Connection: close\r\n";
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: a\r\n" + close + "\r\n"), "HTTP/1.1 200");
  EXPECT_EQ(status_of("GET / HTTP/1.0\r\n\r\n"), "HTTP/1.1 200");
  for (const std::string head :
       {"GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n", "GET / HTTP/1.0\r\nHost: a\r\nhost: a\r\n",
        "GET http://evil/ HTTP/1.1\r\nHost: a\r\n", "GET / HTTP/1.1\r\nHost: a\r\nOrigin: x\r\nOrigin: y\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: x\r\nAuthorization: y\r\n", "rubbish\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n", "GET / HTTP/2.0\r\nHost: a\r\n"}) {
    EXPECT_EQ(status_of(head + "\r\nx"), "HTTP/1.1 400") << head;
  }
  const std::string body = "\r\n0\r\n\r\n";
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n" + close + body), "HTTP/1.1 200");
  for (const std::string coding : {"gzip, chunked", "chunked, chunked", "identity", "gzip"}) {
    const std::string answer = status_of("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + coding + "\r\n" + body);
    EXPECT_THAT(answer, testing::AnyOf("HTTP/1.1 400", "HTTP/1.1 501")) << coding;
  }
  for (const std::string more : {"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                                 "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n"}) {
    EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: a\r\n" + more + body), "HTTP/1.1 400") << more;
  }
  EXPECT_EQ(status_of("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n" + body), "HTTP/1.1 400");
}

TEST_F(HttpServerTest, GivesAllAnswersTheSameHeaders) {
  HttpServerOptions options;
  options.header_bytes = 1000;
  options.body_bytes = 100;
  start(
      [](const WebRequest& request) -> WebResponse {
        if (request.path == "/throws") throw std::logic_error("oh");
        if (request.path == "/header") return {200, nullptr, {{"X", "a\r\nX-Evil: 1"}}};
        if (request.path == "/cached") return {200, nullptr, {{"Cache-Control", "no-cache"}}};
        return stream_response("text/plain", [](std::string&) { return false; });
      },
      options);
  const auto expect = [&](const std::string& request, const char* status) {
    const std::string answer = ask(request);
    EXPECT_THAT(answer, StartsWith(std::string("HTTP/1.1 ") + status)) << request.substr(0, 60);
    EXPECT_THAT(answer, HasSubstr("X-Safe: yes\r\n")) << request.substr(0, 60);
    EXPECT_THAT(answer, HasSubstr("Cache-Control: no-")) << request.substr(0, 60);
    EXPECT_THAT(answer, Not(HasSubstr("X-Evil"))) << request.substr(0, 60);
  };
  const std::string end = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  expect("GET /" + end, "200");
  expect("GET /cached" + end, "200");
  expect("GET /throws" + end, "500");
  expect("GET /header" + end, "500");
  expect("rubbish\r\n\r\n", "400");
  expect("GET / HTTP/1.1\r\n\r\n", "400");
  expect("GET / HTTP/1.1\r\nX: " + std::string(2000, 'a') + "\r\n\r\n", "431");
  expect("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n", "413");
}

TEST_F(HttpServerTest, SendsStreamsInChunks) {
  start([](const WebRequest&) {
    return stream_response("text/plain", [left = 3](std::string& piece) mutable {
      piece = left == 2 ? "" : std::string(static_cast<std::size_t>(left), 'x');
      return left-- > 0;
    });
  });
  const std::string chunked = ask("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(chunked, HasSubstr("Transfer-Encoding: chunked\r\n"));
  EXPECT_THAT(chunked, testing::EndsWith("\r\n\r\n3\r\nxxx\r\n1\r\nx\r\n0\r\n\r\n"));
  EXPECT_THAT(ask("GET / HTTP/1.0\r\n\r\n"), testing::EndsWith("\r\n\r\nxxxx"));
  EXPECT_THAT(ask("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"), testing::EndsWith("\r\n\r\n"));
  // And the connection goes on.
  const std::string two =
      ask("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_NE(two.find("0\r\n\r\nHTTP/1.1 200"), std::string::npos);
}

TEST_F(HttpServerTest, BreaksAStreamThatFailsOff) {
  start([](const WebRequest& request) {
    if (request.path == "/first") {
      return stream_response("text/plain", [](std::string&) -> bool { throw usage_error("no"); });
    }
    return stream_response("text/plain", [first = true](std::string& piece) mutable {
      if (!first) throw outside_error("the engine is gone");
      first = false;
      piece = "begin";
      return true;
    });
  });
  for (const char* version : {"HTTP/1.1", "HTTP/1.0"}) {
    Client client(server_->port());
    client.send(fmt::format("GET / {}\r\nHost: a\r\n\r\n", version));
    EXPECT_THAT(client.read(), Not(HasSubstr("0\r\n\r\n"))) << version;
    EXPECT_TRUE(client.was_reset()) << version;
  }
  EXPECT_THAT(ask("GET /first HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"), StartsWith("HTTP/1.1 500"));
}

TEST_F(HttpServerTest, MakesNoMoreOfAStreamThanIsTaken) {
  std::atomic<std::size_t> made{0};
  Signal given_up;
  constexpr std::size_t kPiece = std::size_t{1} << 20;
  start([&](const WebRequest&) {
    const std::shared_ptr<void> end(nullptr, [&](void*) { given_up.set(); });
    return stream_response("text/plain", [&, end](std::string& piece) {
      ++made;
      piece.assign(kPiece, 'x');
      return true;
    });
  });
  Client client(server_->port());
  client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.read(20 * kPiece).size(), 20 * kPiece);
  client.close();
  given_up.wait();        // and a stream whose client has gone ends
  EXPECT_LT(made, 100U);  // what was read, and what the buffers of two sockets hold
}

TEST_F(HttpServerTest, TellsTheHandlerThatItsClientHasGone) {
  Signal asked;
  Signal noticed;
  start([&](const WebRequest& request) {
    if (request.path == "/") return ok(request);
    asked.set();
    const std::stop_callback gone(request.gone, [&] { noticed.set(); });
    noticed.wait();
    return ok(request);
  });
  Client client(server_->port());
  client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
  asked.wait();
  client.close();
  noticed.wait();
  EXPECT_THAT(ask("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, BoundsHowManyStreamsGoOn) {
  HttpServerOptions options;
  options.streams = 1;
  start(
      [](const WebRequest&) {
        return stream_response("text/plain", [](std::string& piece) {
          piece.assign(1 << 16, 'x');
          return true;
        });
      },
      options);
  Client first(server_->port());
  first.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(first.read(1000), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(ask("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"), StartsWith("HTTP/1.1 503"));
}

TEST_F(HttpServerTest, WaitsWhereThereIsNoDescriptorForAConnection) {
  std::atomic<int> refused{0};
  Signal first;
  log_to([&](std::string_view line) {
    if (line.find("no connection is taken") == std::string_view::npos) return;
    ++refused;
    first.set();
  });
  start(ok);
  ask("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  Client client;
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  {
    // The last descriptors are taken, so that the connection waits.
    rlimit few = before;
    const UniqueFd probe = open_file("/dev/null", O_RDONLY);
    few.rlim_cur = static_cast<rlim_t>(probe.get());
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
  }
  client.connect(server_->port());
  first.wait();
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.read(), StartsWith("HTTP/1.1 200"));
  EXPECT_LT(refused, 20);  // a loop that spins says so thousands of times
  log_to({});
}

}  // namespace
}  // namespace rox
