#include "cloud/http_server_support.hpp"

#include <httplib.h>

#include <thread>

#include "base/text.hpp"

namespace rox::test {

struct HttpServer::Parts {
  httplib::Server server;
  int port = 0;
  std::thread thread;
};

std::string Question::header(const std::string& name) const {
  for (const auto& [key, value] : headers) {
    if (equals_ignore_case(key, name)) return value;
  }
  return {};
}

HttpServer::HttpServer(std::function<Answer(const Question&)> answer) : parts_(std::make_unique<Parts>()) {
  const auto handle = [answer = std::move(answer)](const httplib::Request& request, httplib::Response& response) {
    const Answer said =
        answer({request.method, request.target, {request.headers.begin(), request.headers.end()}, request.body});
    response.status = said.status;
    for (const auto& [name, value] : said.headers) response.set_header(name, value);
    response.set_content(said.body, "text/plain");
  };
  parts_->server.Get(".*", handle);
  parts_->server.Delete(".*", handle);
  parts_->server.Post(".*", handle);
  parts_->server.Put(".*", handle);
  parts_->server.set_tcp_nodelay(true);
  parts_->server.set_keep_alive_timeout(1);  // s; so long a client's idle connections hold up its end
  parts_->port = parts_->server.bind_to_any_port("127.0.0.1");
  parts_->thread = std::thread([this] { parts_->server.listen_after_bind(); });
  while (!parts_->server.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

HttpServer::~HttpServer() {
  parts_->server.stop();
  parts_->thread.join();
}

std::string HttpServer::url() const { return "http://127.0.0.1:" + std::to_string(parts_->port); }

}  // namespace rox::test
