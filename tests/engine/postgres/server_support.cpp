#include "engine/postgres/server_support.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <system_error>

#include "base/file.hpp"
#include "base/process.hpp"

namespace rox::test {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kNobody = 65534;

/// Of the newest PostgreSQL; empty if there is none.
fs::path programs() {
  std::vector<fs::path> found;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
    if (fs::exists(entry.path() / "bin/initdb", ignored)) found.push_back(entry.path() / "bin");
  }
  return found.empty() ? fs::path() : *std::max_element(found.begin(), found.end());
}

/// PostgreSQL refuses to run as root, so root runs it as nobody.
void run(std::vector<std::string> arguments) {
  Command command;
  if (::geteuid() == 0) {
    command.arguments = {"setpriv", fmt::format("--reuid={}", kNobody), fmt::format("--regid={}", kNobody),
                         "--clear-groups"};
  }
  command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
  command.folder = "/";
  const ProcessResult result = run_process(command);
  if (result.exit_code != 0) throw std::runtime_error(arguments.front() + ": " + result.errors + result.output);
}

/// A port that nobody listens on now.
int free_port() {
  const UniqueFd fd{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
      ::getsockname(fd.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::system_error(errno, std::system_category(), "no free port");
  }
  return ntohs(address.sin_port);
}

}  // namespace

std::unique_ptr<PostgresServer> PostgresServer::start() {
  const fs::path found = programs();
  if (found.empty()) return nullptr;
  return std::unique_ptr<PostgresServer>(new PostgresServer(found));
}

PostgresServer::PostgresServer(fs::path programs)
    : programs_(std::move(programs)), data_(folder_.path() / "data"), port_(free_port()) {
  fs::create_directory(data_);
  if (::geteuid() == 0) {
    fs::permissions(folder_.path(), fs::perms::others_exec, fs::perm_options::add);
    if (::chown(data_.c_str(), kNobody, kNobody) != 0) {
      throw std::system_error(errno, std::system_category(), "chown");
    }
  }
  run({programs_ / "initdb", "-D", data_, "-U", "rox", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"});
  run({programs_ / "pg_ctl", "-D", data_, "-w", "-t", "60", "-l", data_ / "server.log", "-o",
       fmt::format("-c listen_addresses=127.0.0.1 -c port={} -c unix_socket_directories= -c fsync=off", port_),
       "start"});
}

PostgresServer::~PostgresServer() {
  try {
    run({programs_ / "pg_ctl", "-D", data_, "-m", "immediate", "-w", "stop"});
  } catch (const std::exception&) {  // it has ended by itself
  }
}

PostgresConfig PostgresServer::config() const {
  PostgresConfig config;
  config.host = "127.0.0.1";
  config.port = std::to_string(port_);
  config.database = "postgres";
  config.user = "rox";
  config.schema = "public";
  return config;
}

}  // namespace rox::test
