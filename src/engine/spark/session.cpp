#include "engine/spark/session.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>

#include "base/error.hpp"
#include "base/json.hpp"
#include "base/stop.hpp"
#include "engine/spark/answer.hpp"
#include "session_script.hpp"

namespace rox {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;

constexpr std::size_t kReadBytes = std::size_t{1} << 16;
constexpr auto kStartPatience = 300s;  // a busy cluster may take its time; standalone masters are asked before
constexpr auto kEndPatience = 15s;
constexpr auto kInterruptPatience = 1s;
constexpr auto kLook = 50ms;  // how often to see whether Spark has died

UniqueFd listen_on(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string& name = path.native();
  if (name.size() >= sizeof address.sun_path) throw std::logic_error("a socket's path is too long");
  std::memcpy(address.sun_path, name.data(), name.size());
  UniqueFd fd{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  if (!fd || ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(fd.get(), 1) != 0) {
    throw system_error(fmt::format("can't listen on {}", name), errno);
  }
  return fd;
}

/// Whether there is something to read, after at most so long.
bool wait_readable(const UniqueFd& fd, std::chrono::milliseconds patience) {
  pollfd waiting{fd.get(), POLLIN, 0};
  const int ready = ::poll(&waiting, 1, static_cast<int>(patience.count()));
  if (ready < 0 && errno != EINTR) throw system_error("can't wait for Spark", errno);
  return ready > 0;
}

Error no_answer(const SparkConfig& config, std::string_view log) {
  return outside_error(fmt::format("Spark on {} did not start within {} s\n{}", config.master,
                                   std::chrono::seconds(kStartPatience).count(), last_lines(log)))
      .hint("has the cluster free memory and cores for another application?")
      .retryable();
}

/// Something that session.py itself found out.
Error session_error(const SparkConfig& config, const std::string& reason, const std::string& message) {
  if (reason == "unreachable") {
    return outside_error(fmt::format("no Spark master answers at {}: {}", config.master, message))
        .hint("start it, or set [engine.spark] master in rox.toml; local[*] needs no cluster");
  }
  return outside_error(fmt::format("{} answers, but {}", config.master, message))
      .hint(
          "start workers, or give the cluster free memory and cores (spark.executor.memory, spark.cores.max in "
          "[engine.spark] conf)");
}

}  // namespace

SparkSession::SparkSession(const SparkConfig& config, const std::stop_token& stop) : config_(config) {
  write_file(files_.script(), kSessionScript);
  write_file(files_.lake_script(), kLakeScript);
  UniqueFd listening = listen_on(files_.socket());
  process_ = std::make_unique<BackgroundProcess>(spark_command(config_, files_), files_.log());
  connect(std::move(listening), stop);
  const std::stop_callback end_it(stop, [this] { interrupt(); });
  const JsonValue ready = receive();
  if (ready.find("error").is_null()) return;
  const std::string message = ready.member("error").text();
  if (const JsonValue reason = ready.find("reason"); !reason.is_null()) {
    throw session_error(config_, reason.text(), message);
  }
  throw start_error(config_, log() + "\n" + message);
}

SparkSession::~SparkSession() {
  socket_.reset();
  if (process_ && process_->exit_code() == std::nullopt)
    process_->wait_for(interrupted_ ? kInterruptPatience : kEndPatience);
}

std::string SparkSession::log() const { return read_file(files_.log()); }

void SparkSession::connect(UniqueFd listening, const std::stop_token& stop) {
  const auto deadline = Clock::now() + kStartPatience;
  while (!wait_readable(listening, kLook)) {
    throw_if_stopped(stop);
    if (process_->exit_code()) throw start_error(config_, log());
    if (Clock::now() > deadline) throw no_answer(config_, log());
  }
  socket_ = UniqueFd{::accept4(listening.get(), nullptr, nullptr, SOCK_CLOEXEC)};
  if (!socket_) throw system_error("can't talk to Spark", errno);
}

// The socket is shut, not closed: its number stays ours for whoever waits at it.
void SparkSession::interrupt() {
  interrupted_ = true;
  process_->end();
  ::shutdown(socket_.get(), SHUT_RDWR);
}

JsonValue SparkSession::ask(const Json& request, std::string_view sql) {
  const std::lock_guard lock(asking_);
  const std::string line = json_text(request) + "\n";
  for (std::string_view left = line; !left.empty();) {
    const ssize_t sent = ::send(socket_.get(), left.data(), left.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) break;  // receive() finds out why
    left.remove_prefix(static_cast<std::size_t>(sent));
  }
  JsonValue answer = receive();
  if (const JsonValue error = answer.find("error"); !error.is_null()) {
    throw spark_error(error.text(), answer.find("sqlstate").text_or(""), sql);
  }
  return answer;
}

JsonValue SparkSession::receive() {
  std::size_t searched = 0;
  for (;;) {
    if (const std::size_t end = received_.find('\n', searched); end != std::string::npos) {
      JsonValue answer = parse_json(std::string_view(received_).substr(0, end), "Spark's answer");
      received_.erase(0, end + 1);
      return answer;
    }
    searched = received_.size();
    std::array<char, kReadBytes> buffer;
    const ssize_t got = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (got > 0) {
      received_.append(buffer.data(), static_cast<std::size_t>(got));
    } else if (got == 0 || errno != EINTR) {
      if (interrupted_) throw interrupted_error();
      process_->wait_for(kEndPatience);
      throw outside_error(
          fmt::format("Spark on {} ended in the middle of its work\n{}", config_.master, last_lines(log())))
          .hint("mostly it lacked memory: raise spark.driver.memory in [engine.spark] conf of rox.toml");
    }
  }
}

}  // namespace rox
