// Whatever bytes a client sends: the server answers by HTTP with the headers that every response has, or closes.
// Nothing gets past the gate without the token, and no answer is a bug.
#include <arpa/inet.h>
#include <sys/socket.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>

#include "base/error.hpp"
#include "base/file.hpp"
#include "dashboard/params.hpp"
#include "require.hpp"
#include "server/gate.hpp"
#include "server/http_server.hpp"

namespace rox {
namespace {

const std::string kToken = "0123456789abcdef";

class Server {
 public:
  Server() : server_(options(), [this](const WebRequest& request) { return answer(request); }) {
    std::thread([this] { server_.run(); }).detach();
  }

  std::string ask(std::string_view bytes) {
    const UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(server_.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return {};
    // Reset when it is closed, so that thousands of them leave no ports behind.
    const linger reset{1, 0};
    ::setsockopt(fd.get(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) break;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    ::shutdown(fd.get(), SHUT_WR);
    std::string answer;
    char buffer[4096];
    for (ssize_t got = 0; (got = ::recv(fd.get(), buffer, sizeof buffer, 0)) > 0;) {
      answer.append(buffer, static_cast<std::size_t>(got));
    }
    return answer;
  }

 private:
  static HttpServerOptions options() {
    HttpServerOptions made;
    made.threads = 2;
    made.header_bytes = 2000;
    made.body_bytes = 200;
    made.headers = Gate::headers();
    return made;
  }

  WebResponse answer(const WebRequest& request) {
    for (const auto& [name, value] : request.headers) REQUIRE(is_header_value(value));
    REQUIRE(!request.method.empty() && (request.path.starts_with('/') || request.path == "*"));
    if (auto refused = gate_.refuse(request)) return std::move(*refused);
    const std::string& shown = request.header("authorization") + request.header("cookie");
    REQUIRE(shown.find(kToken) != std::string::npos);
    try {
      Params::parse(request.query);
    } catch (const Error&) {
      return error_response(400, "request", "no");
    }
    WebResponse response = stream_response("text/csv", [left = 2](std::string& piece) mutable {
      piece = "piece";
      return left-- > 0;
    });
    response.headers.push_back(attachment(request.path));
    return response;
  }

  const Gate gate_{GateOptions{"127.0.0.1", 8080, kToken, {}}};
  HttpServer server_;
};

void fuzz_http(std::string_view input) {
  static auto* server = new Server;  // its threads go on until the process ends
  const std::string answer = server->ask(input);
  if (answer.empty()) return;
  REQUIRE(answer.starts_with("HTTP/1.1 "));
  const std::string status = answer.substr(9, 3);
  REQUIRE(status != "500");
  REQUIRE(answer.find("X-Content-Type-Options: nosniff\r\n") != std::string::npos);
  REQUIRE(answer.find("Content-Security-Policy: ") != std::string::npos);
  REQUIRE(answer.find("Cache-Control: ") != std::string::npos);
}

}  // namespace
}  // namespace rox

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  rox::fuzz_http({reinterpret_cast<const char*>(data), size});
  return 0;
}
