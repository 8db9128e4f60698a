// HTTP/1.1 over Boost.Beast: connections, limits, an orderly end. What is answered is the handler's.
//
// One thread waits for all connections; handlers run on a few others. What a client may cost is bounded: how many
// connections there are, how large a request is, how long it takes to send one or to read the answer, how many requests
// wait for a handler, how many downloads go on. A request that could be read in two ways (two hosts, a coding that
// isn't known) is refused.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "server/message.hpp"

namespace rox {

struct HttpServerOptions {
  std::string address = "127.0.0.1";  // of an interface; "0.0.0.0" and "::" are all
  std::uint16_t port = 0;             // 0: a free one
  unsigned threads = 4;               // of handlers
  std::size_t connections = 512;      // more are closed at once; at most half of the descriptors that there are
  std::size_t waiting = 256;          // requests that wait for a handler; more get 503
  std::size_t streams = 32;           // responses with a stream that go on; more get 503
  std::size_t header_bytes = 16 << 10;
  std::size_t body_bytes = 16 << 10;
  std::chrono::seconds request_time{10};  // to send a request, from the first byte that is waited for to the last
  std::chrono::seconds answer_time{60};   // to read the answer, or a piece of a stream
  std::chrono::seconds grace{10};         // for requests that are being answered when the server ends
  std::vector<std::pair<std::string, std::string>> headers{};  // of every response that hasn't them itself
};

using HttpHandler = std::function<WebResponse(const WebRequest&)>;

class HttpServer {
 public:
  /// Listens. Throws outside errors: the port is taken, no such address, no permission.
  HttpServer(const HttpServerOptions& options, HttpHandler handler);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::uint16_t port() const;
  /// Serves until SIGINT, SIGTERM or stop(): then no new connection is taken, and requests that came are answered. A
  /// second signal ends the process at once. False if some were still being answered when the grace was over: handlers
  /// can't be ended, and destroying the server waits for them.
  bool run();
  /// From any thread.
  void stop();

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace rox
