#include "server/http_server.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <cerrno>
#include <csignal>
#include <exception>
#include <optional>
#include <set>
#include <stdexcept>

#include "base/encode.hpp"
#include "base/error.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Tcp = asio::ip::tcp;
using ErrorCode = boost::system::error_code;

using Message = http::request<http::string_body>;

constexpr std::chrono::milliseconds kNextAccept{100};  // where the machine has no descriptor left

struct Refusal {
  unsigned status;
  std::string_view code;
  std::string_view message;
};

/// What a proxy before us may have read otherwise than we do.
std::optional<Refusal> refusal_of(const Message& message) {
  const std::size_t hosts = message.count(http::field::host);
  if (hosts > 1 || (hosts == 0 && message.version() >= 11)) return Refusal{400, "malformed", "there is one Host"};
  for (const http::field once : {http::field::origin, http::field::authorization, http::field::content_length}) {
    if (message.count(once) > 1) return Refusal{400, "malformed", "a header is there twice"};
  }
  const std::size_t codings = message.count(http::field::transfer_encoding);
  const auto coding = message[http::field::transfer_encoding];
  if (codings > 1 || (codings == 1 && (message.version() < 11 || message.count(http::field::content_length) > 0))) {
    return Refusal{400, "malformed", "the length of the request's body isn't clear"};
  }
  if (codings == 1 && !equals_ignore_case(std::string_view(coding.data(), coding.size()), "chunked")) {
    return Refusal{501, "coding", "the only Transfer-Encoding is chunked"};
  }
  if (!message.target().starts_with('/') && message.target() != "*") {
    return Refusal{400, "malformed", "the request's target is no path"};
  }
  return std::nullopt;
}

WebRequest to_request(const Message& message) {
  WebRequest request;
  request.method = std::string(message.method_string());
  const std::string_view target(message.target().data(), message.target().size());
  const std::size_t question = std::min(target.find('?'), target.size());
  request.path = percent_decode(target.substr(0, question), false);
  if (question < target.size()) request.query = target.substr(question + 1);
  for (const auto& field : message) {
    std::string& value =
        request.headers[to_lower(std::string_view(field.name_string().data(), field.name_string().size()))];
    if (!value.empty()) value += field.name() == http::field::cookie ? "; " : ", ";
    value += std::string(field.value());
  }
  return request;
}

/// Half of the descriptors are for connections; the rest is for what answers them.
std::size_t most_connections(std::size_t wanted) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return wanted;
  return std::clamp<std::size_t>(limit.rlim_cur / 2, 1, wanted);
}

}  // namespace

class HttpServer::State {
 public:
  State(const HttpServerOptions& options, HttpHandler handler)
      : options_(options),
        handler_(std::move(handler)),
        acceptor_(io_),
        next_accept_(io_),
        signals_(io_),
        grace_(io_),
        pool_(options.threads) {
    options_.connections = most_connections(options_.connections);
    listen();
    // From now on: whoever hears of the address may send one.
    signals_.add(SIGINT);
    signals_.add(SIGTERM);
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
  std::size_t streams_ = 0;      // of the thread that runs, as all below
  std::set<Session*> sessions_;  // before io_, which has the last of them
  bool ending_ = false;
  asio::io_context io_{1};
  Tcp::acceptor acceptor_;
  asio::steady_timer next_accept_;
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
  ~Session() {
    give_up_pieces();
    server_.sessions_.erase(this);
  }
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
    if (error == http::error::body_limit) return refuse({413, "too_large", "the request's body is too large"});
    if (error == http::error::header_limit) return refuse({431, "too_large", "the request's header is too large"});
    const bool malformed = error.category() == http::make_error_code(http::error::bad_method).category();
    if (malformed && error != http::error::end_of_stream && error != http::error::partial_message) {
      return refuse({400, "malformed", "the request is not HTTP/1.1"});
    }
    close();
  }

  void refuse(const Refusal& refusal) {
    request_ = {};
    keep_alive_ = false;
    write(error_response(refusal.status, refusal.code, refusal.message));
  }

  static WebResponse busy(std::string_view what) {
    WebResponse response = error_response(503, "busy", what, "try again in a moment");
    response.headers.emplace_back("Retry-After", "1");
    return response;
  }

  void answer() {
    const auto message = parser_->release();
    if (const auto refusal = refusal_of(message)) return refuse(*refusal);
    gone_ = {};
    request_ = to_request(message);
    request_.gone = gone_.get_token();
    chunked_ = message.version() >= 11;
    keep_alive_ = message.keep_alive();
    if (server_.waiting_ >= server_.options_.waiting) return write(busy("too many requests are waiting"));
    stream_.expires_never();
    look_out();
    auto response = std::make_shared<WebResponse>();
    work([self = this, response] { *response = self->server_.handle(self->request_); },
         [self = this, response] { self->write(std::move(*response)); });
  }

  /// Does `work` on the pool, then `then` on the server's thread. The pool hands the connection back rather than a copy
  /// of it: the last hold on it has to end on the server's thread, which notices that nothing is left to wait for.
  template <typename Work, typename Then>
  void work(Work work, Then then) {
    ++server_.waiting_;
    asio::post(server_.pool_,
               [self = this->shared_from_this(), work = std::move(work), then = std::move(then)]() mutable {
                 State& server = self->server_;
                 work();
                 --server.waiting_;
                 asio::post(server.io_, [self = std::move(self), then = std::move(then)]() mutable { then(); });
               });
  }

  /// While a request is being answered, nothing is read; so whether the client is still there is looked at beside it.
  void look_out() {
    if (looking_out_) return;
    looking_out_ = true;
    stream_.socket().async_wait(Tcp::socket::wait_read, [weak = this->weak_from_this()](ErrorCode error) {
      const auto self = weak.lock();
      if (!self) return;
      self->looking_out_ = false;
      if (error || self->reading_) return;
      char byte = 0;
      const ssize_t got = ::recv(self->stream_.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
      if (got > 0) return;  // the next request, which can wait
      if (got < 0 && (errno == EAGAIN || errno == EINTR)) return self->look_out();
      self->gone_.request_stop();
    });
  }

  void write(WebResponse response) {
    if (response.stream) return begin_stream(std::move(response));
    content_ = response.content;
    const std::string_view body = finish_response(request_, response);
    message_.emplace();
    set_head(*message_, response);
    const bool bodiless = response.status == 304;
    if (!bodiless) message_->content_length(body.size());
    if (request_.method != "HEAD") message_->body() = {body.data(), body.size()};
    stream_.expires_after(server_.options_.answer_time);
    http::async_write(stream_, *message_, [self = this->shared_from_this()](ErrorCode error, std::size_t) {
      self->have_written(error, self->message_->keep_alive());
    });
  }

  template <typename Head>
  void set_head(Head& head, const WebResponse& response) {
    head.version(11);
    head.result(response.status);
    for (const auto& [name, value] : server_.options_.headers) head.set(name, value);
    head.set("Cache-Control", "no-store");
    for (const auto& [name, value] : response.headers) head.set(name, value);
    head.keep_alive(keep_alive_ && !server_.ending_);
  }

  void have_written(ErrorCode error, bool keep_alive) {
    if (error || !keep_alive) return close();
    read();
  }

  void begin_stream(WebResponse response) {
    if (server_.streams_ >= server_.options_.streams) {
      drop(std::move(response.stream));
      return write(busy("too many downloads go on"));
    }
    ++server_.streams_;
    pieces_ = std::move(response.stream);
    keep_alive_ = keep_alive_ && chunked_;
    head_.emplace();
    set_head(*head_, response);
    if (chunked_) head_->chunked(true);
    head_writer_.emplace(*head_);
    stream_.expires_after(server_.options_.answer_time);
    http::async_write_header(stream_, *head_writer_, [self = this->shared_from_this()](ErrorCode error, std::size_t) {
      if (error) return self->break_off();
      if (self->request_.method == "HEAD") return self->end_stream();
      self->next_piece();
    });
  }

  void next_piece() {
    stream_.expires_never();
    look_out();
    work([self = this] { self->piece_state_ = self->make_piece(); },
         [self = this] {
           switch (self->piece_state_) {
             case PieceState::there: return self->write_piece();
             case PieceState::end: return self->write_end();
             case PieceState::failed: return self->break_off();
           }
         });
  }

  enum class PieceState { there, end, failed };
  PieceState make_piece() noexcept {
    try {
      do {
        if (!pieces_(piece_)) return PieceState::end;
      } while (piece_.empty());  // an empty chunk would be the end
      return PieceState::there;
    } catch (const std::exception& error) {
      log_line("http", fmt::format("a download is broken off: {}", report_of(error)));
      return PieceState::failed;
    }
  }

  void write_piece() {
    const auto then = [self = this->shared_from_this()](ErrorCode error, std::size_t) {
      if (error) return self->break_off();
      self->next_piece();
    };
    stream_.expires_after(server_.options_.answer_time);
    if (chunked_) {
      asio::async_write(stream_, http::make_chunk(asio::buffer(piece_)), then);
    } else {
      asio::async_write(stream_, asio::buffer(piece_), then);
    }
  }

  void write_end() {
    if (!chunked_) return end_stream();
    stream_.expires_after(server_.options_.answer_time);
    asio::async_write(stream_, http::make_chunk_last(),
                      [self = this->shared_from_this()](ErrorCode error, std::size_t) {
                        if (error) return self->break_off();
                        self->end_stream();
                      });
  }

  void end_stream() {
    give_up_pieces();
    have_written({}, head_->keep_alive());
  }

  /// So that whoever reads it sees that the rest is missing: no last chunk, and a reset instead of an orderly end.
  void break_off() {
    give_up_pieces();
    ErrorCode ignored;
    stream_.socket().set_option(asio::socket_base::linger(true, 0), ignored);
    stream_.socket().close(ignored);
  }

  void give_up_pieces() {
    if (!pieces_) return;
    --server_.streams_;
    drop(std::move(pieces_));
    pieces_ = nullptr;
    piece_ = {};
  }

  /// A query that is given up is ended first, which can take a while: not on the server's thread.
  void drop(NextPiece pieces) {
    asio::post(server_.pool_, [pieces = std::move(pieces)]() mutable { pieces = nullptr; });
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
  std::stop_source gone_;                   // the client, while the request is answered
  std::shared_ptr<const Content> content_;  // what the message points into
  std::optional<http::response<http::span_body<const char>>> message_;
  NextPiece pieces_;  // of the stream that is being written
  std::string piece_;
  PieceState piece_state_ = PieceState::end;
  std::optional<http::response<http::empty_body>> head_;
  std::optional<http::response_serializer<http::empty_body>> head_writer_;
  bool reading_ = false;
  bool looking_out_ = false;
  bool chunked_ = false;  // whether the client knows chunks
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
    if (!error || error == asio::error::connection_aborted) return accept();
    // No descriptor or no memory left: the connection stays in the queue, so the next try would fail at once, too.
    log_line("http", fmt::format("no connection is taken for a moment: {}", error.message()));
    next_accept_.expires_after(kNextAccept);
    next_accept_.async_wait([this](ErrorCode stopped) {
      if (!stopped && !ending_) accept();
    });
  });
}

WebResponse HttpServer::State::handle(const WebRequest& request) noexcept {
  try {
    WebResponse response = handler_(request);
    for (const auto& [name, value] : response.headers) {
      if (!is_header_value(value)) throw std::logic_error("control characters in the header " + name);
    }
    return response;
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
  next_accept_.cancel();
  for (Session* session : sessions_) session->end_if_idle();
  grace_.expires_after(options_.grace);
  grace_.async_wait([this](ErrorCode error) {
    if (!error) io_.stop();
  });
  if (sessions_.empty()) io_.stop();
}

bool HttpServer::State::run() {
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
