// A connection by SSH to a source's server, and what its host key is. RAII over libssh's handles; its errors become
// rox::Error here.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "base/error.hpp"
#include "project/remote_source.hpp"

struct ssh_session_struct;
struct sftp_session_struct;

namespace rox {

/// Ends a connection on which nothing has moved for too long, or when work is to stop: libssh waits for ever.
class ConnectionWatch {
 public:
  ConnectionWatch(int fd, std::chrono::seconds patience, std::stop_token stop);

  /// Something moved, or a wait begins.
  void touch();
  /// Nothing is waited for.
  void rest();
  /// Why it was ended, if it was.
  bool gave_up() const;

 private:
  void watch(const std::stop_token& end);

  const int fd_;
  const std::chrono::seconds patience_;
  const std::stop_token stop_;
  mutable std::mutex mutex_;  // of what follows
  std::condition_variable_any wake_;
  std::optional<std::chrono::steady_clock::time_point> since_;
  bool gave_up_ = false;
  std::jthread thread_;  // last: it uses the others
};

enum class HostKeyState { known, unknown, changed };

struct HostKey {
  HostKeyState state = HostKeyState::unknown;
  std::string type;         // "ssh-ed25519"
  std::string fingerprint;  // "SHA256:…", as ssh shows it
};

class SshSession {
 public:
  /// Connects, and no more: whose key the server has is not judged yet.
  SshSession(const RemoteSource& source, std::stop_token stop);
  ~SshSession();
  SshSession(const SshSession&) = delete;
  SshSession& operator=(const SshSession&) = delete;

  HostKey host_key() const;
  /// Writes the server's key into the known hosts.
  void trust_host() const;

  /// Proves that the server is the known one, and then who we are. Throws outside errors that say what to do.
  void log_in();

  sftp_session_struct* sftp() const { return sftp_.get(); }
  ConnectionWatch& watch() { return *watch_; }
  /// "sftp://host:port"
  const std::string& where() const { return where_; }
  /// What libssh says of the call that failed. Interrupted, if that was asked for.
  Error error(const std::string& what) const;
  /// The same of a call of SFTP, whose status tells whether trying again can help.
  Error sftp_error(const std::string& what) const;

 private:
  void authenticate();

  struct FreeSession {
    void operator()(ssh_session_struct* session) const;
  };
  struct FreeSftp {
    void operator()(sftp_session_struct* sftp) const;
  };

  const RemoteSource& source_;
  const std::stop_token stop_;
  std::string where_;
  std::unique_ptr<ssh_session_struct, FreeSession> session_;
  std::unique_ptr<sftp_session_struct, FreeSftp> sftp_;
  std::unique_ptr<ConnectionWatch> watch_;
};

}  // namespace rox
