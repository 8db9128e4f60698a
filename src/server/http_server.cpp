#include "server/http_server.hpp"

#include <fmt/format.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <csignal>
#include <exception>
#include <optional>
#include <set>

#include "base/encode.hpp"
#include "base/error.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Tcp = asio::ip::tcp;
using ErrorCode = boost::system::error_code;

WebRequest to_request(const http::request<http::string_body>& message) {
  WebRequest request;
  request.method = std::string(message.method_string());
  const std::string_view target(message.target().data(), message.target().size());
  const std::size_t question = std::min(target.find('?'), target.size());
  request.path = percent_decode(target.substr(0, question), false);
  if (question < target.size()) request.query = target.substr(question + 1);
  for (const auto& field : message) {
    request.headers[to_lower(std::string_view(field.name_string().data(), field.name_string().size()))] =
        std::string(field.value());
  }
  return request;
}

}  // namespace

class HttpServer::State {
 public:
  State(const HttpServerOptions& options, HttpHandler handler)
      : options_(options),
        handler_(std::move(handler)),
        acceptor_(io_),
        signals_(io_),
        grace_(io_),
        pool_(options.threads) {
    listen();
  }

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  bool run();
  void stop() {
    asio::post(io_, [this] { begin_to_end(); });
  }

 private:
  class Session;
  void listen();
  void accept();
  void wait_for_signal();
  void begin_to_end();
  WebResponse handle(const WebRequest& request) noexcept;

  HttpServerOptions options_;
  HttpHandler handler_;
  std::atomic<std::size_t> waiting_{0};
  std::set<Session*> sessions_;  // of the thread that runs, as all below; before io_, which has the last of them
  bool ending_ = false;
  asio::io_context io_{1};
  Tcp::acceptor acceptor_;
  asio::signal_set signals_;
  asio::steady_timer grace_;
  asio::thread_pool pool_;
};

/// One connection: reads a request, has it answered on the pool, writes the answer, and again. All of it but the
/// handler runs on the server's one thread.
class HttpServer::State::Session : public std::enable_shared_from_this<Session> {
 public:
  Session(State& server, Tcp::socket socket) : server_(server), stream_(std::move(socket)) {
    server_.sessions_.insert(this);
  }
  ~Session() { server_.sessions_.erase(this); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void read() {
    if (server_.ending_) return close();
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(server_.options_.header_bytes));
    parser_->body_limit(server_.options_.body_bytes);
    reading_ = true;
    // For the request as a whole: a client that sends a byte now and then doesn't get more time by that.
    stream_.expires_after(server_.options_.request_time);
    http::async_read(stream_, buffer_, *parser_, [self = this->shared_from_this()](ErrorCode error, std::size_t) {
      self->reading_ = false;
      self->have_read(error);
    });
  }

  /// Ends a connection on which no request is under way.
  void end_if_idle() {
    if (reading_ && parser_ && !parser_->got_some()) stream_.cancel();
  }

 private:
  void have_read(ErrorCode error) {
    if (!error) return answer();
    if (error == http::error::body_limit) return refuse(413, "too_large", "the request's body is too large");
    if (error == http::error::header_limit) return refuse(431, "too_large", "the request's header is too large");
    const bool malformed = error.category() == http::make_error_code(http::error::bad_method).category();
    if (malformed && error != http::error::end_of_stream && error != http::error::partial_message) {
      return refuse(400, "malformed", "the request is not HTTP/1.1");
    }
    close();
  }

  void refuse(unsigned status, std::string_view code, std::string_view message) {
    request_ = {};
    keep_alive_ = false;
    write(error_response(status, code, message));
  }

  void answer() {
    const auto message = parser_->release();
    request_ = to_request(message);
    keep_alive_ = message.keep_alive();
    if (server_.waiting_ >= server_.options_.waiting) {
      WebResponse busy = error_response(503, "busy", "too many requests are waiting", "try again in a moment");
      busy.headers.emplace_back("Retry-After", "1");
      return write(std::move(busy));
    }
    stream_.expires_never();
    ++server_.waiting_;
    // The pool hands the connection back rather than a copy of it: the last hold on it has to end on the server's
    // thread, which notices that nothing is left to wait for.
    asio::post(server_.pool_, [self = this->shared_from_this()]() mutable {
      State& server = self->server_;
      auto response = std::make_shared<WebResponse>(server.handle(self->request_));
      --server.waiting_;
      asio::post(server.io_, [self = std::move(self), response] { self->write(std::move(*response)); });
    });
  }

  void write(WebResponse response) {
    content_ = response.content;
    const std::string_view body = finish_response(request_, response);
    message_.emplace();
    message_->version(11);
    message_->result(response.status);
    message_->keep_alive(keep_alive_ && !server_.ending_);
    for (const auto& [name, value] : response.headers) message_->set(name, value);
    const bool bodiless = response.status == 304;
    if (!bodiless) message_->content_length(body.size());
    if (request_.method != "HEAD") message_->body() = {body.data(), body.size()};
    stream_.expires_after(server_.options_.answer_time);
    http::async_write(stream_, *message_, [self = this->shared_from_this()](ErrorCode error, std::size_t) {
      if (error || !self->message_->keep_alive()) return self->close();
      self->read();
    });
  }

  void close() {
    ErrorCode ignored;
    stream_.socket().shutdown(Tcp::socket::shutdown_send, ignored);
  }

  State& server_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  WebRequest request_;
  std::shared_ptr<const Content> content_;  // what the message points into
  std::optional<http::response<http::span_body<const char>>> message_;
  bool reading_ = false;
  bool keep_alive_ = false;
};

void HttpServer::State::listen() {
  const std::string where = fmt::format("{}:{}", options_.address, options_.port);
  ErrorCode error;
  const auto address = asio::ip::make_address(options_.address, error);
  if (error) {
    throw usage_error(fmt::format("'{}' is no address of an interface", options_.address))
        .hint("for instance 127.0.0.1 (only this machine) or 0.0.0.0 (all of its interfaces)");
  }
  const auto check = [&](const char* what) {
    if (!error) return;
    Error failed = outside_error(fmt::format("can't {} {}: {}", what, where, error.message()));
    if (error == asio::error::address_in_use) {
      throw std::move(failed).hint("another program has the port: choose one with --port, or let --port 0 find one");
    }
    if (error == asio::error::access_denied) throw std::move(failed).hint("ports below 1024 are for root");
    throw std::move(failed);
  };
  const Tcp::endpoint endpoint(address, options_.port);
  acceptor_.open(endpoint.protocol(), error);
  check("open");
  acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  check("open");
  acceptor_.bind(endpoint, error);
  check("listen on");
  acceptor_.listen(asio::socket_base::max_listen_connections, error);
  check("listen on");
}

void HttpServer::State::accept() {
  acceptor_.async_accept([this](ErrorCode error, Tcp::socket socket) {
    if (ending_) return;
    if (!error && sessions_.size() < options_.connections) {
      ErrorCode ignored;
      socket.set_option(Tcp::no_delay(true), ignored);
      std::make_shared<Session>(*this, std::move(socket))->read();
    }
    accept();
  });
}

WebResponse HttpServer::State::handle(const WebRequest& request) noexcept {
  try {
    return handler_(request);
  } catch (const std::exception& error) {
    return error_response(500, "bug", fmt::format("this is a bug in rox: {}", error.what()), "please report it");
  }
}

void HttpServer::State::wait_for_signal() {
  signals_.async_wait([this](ErrorCode error, int) {
    if (error) return;
    signals_.clear();  // from now on a signal does what it does to any program
    begin_to_end();
  });
}

void HttpServer::State::begin_to_end() {
  if (ending_) return;
  ending_ = true;
  ErrorCode ignored;
  acceptor_.close(ignored);
  for (Session* session : sessions_) session->end_if_idle();
  grace_.expires_after(options_.grace);
  grace_.async_wait([this](ErrorCode error) {
    if (!error) io_.stop();
  });
  if (sessions_.empty()) io_.stop();
}

bool HttpServer::State::run() {
  signals_.add(SIGINT);
  signals_.add(SIGTERM);
  wait_for_signal();
  accept();
  while (io_.run_one() > 0) {
    if (ending_ && sessions_.empty()) break;
  }
  return waiting_ == 0;
}

HttpServer::HttpServer(const HttpServerOptions& options, HttpHandler handler)
    : state_(std::make_unique<State>(options, std::move(handler))) {}

HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const { return state_->port(); }

bool HttpServer::run() { return state_->run(); }

void HttpServer::stop() { state_->stop(); }

}  // namespace rox
