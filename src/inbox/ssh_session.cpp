#include "inbox/ssh_session.hpp"

#include <fmt/format.h>
#include <libssh/libssh.h>
#include <libssh/sftp.h>
#include <sys/socket.h>

#include <array>
#include <string_view>
#include <utility>

#include "base/log.hpp"
#include "base/stop.hpp"
#include "inbox/far_side.hpp"
#include "inbox/password.hpp"

namespace rox {
namespace {

constexpr long kConnectSeconds = 20;

std::string address(const RemoteSource& source) {
  return fmt::format("sftp://{}{}{}", source.host, source.port.empty() ? "" : ":", source.port);
}

template <typename Value>
void set(ssh_session session, ssh_options_e option, const Value* value) {
  if (ssh_options_set(session, option, value) != SSH_OK) {
    throw usage_error(fmt::format("ssh doesn't take a setting of [source]: {}", ssh_get_error(session)));
  }
}

void set_options(ssh_session session, const RemoteSource& source, const std::string& user) {
  set(session, SSH_OPTIONS_HOST, source.host.c_str());
  if (!source.port.empty()) set(session, SSH_OPTIONS_PORT_STR, source.port.c_str());
  if (!user.empty()) set(session, SSH_OPTIONS_USER, user.c_str());
  if (!source.identity.empty()) set(session, SSH_OPTIONS_ADD_IDENTITY, source.identity.c_str());
  if (!source.known_hosts.empty()) set(session, SSH_OPTIONS_KNOWNHOSTS, source.known_hosts.c_str());
  const long seconds = kConnectSeconds;
  set(session, SSH_OPTIONS_TIMEOUT, &seconds);
}

struct FreeKey {
  void operator()(ssh_key_struct* key) const { ssh_key_free(key); }
};

std::string known_hosts_text(const RemoteSource& source) {
  return source.known_hosts.empty() ? "the known hosts of ssh" : source.known_hosts.string();
}

}  // namespace

ConnectionWatch::ConnectionWatch(int fd, std::chrono::seconds patience, std::stop_token stop)
    : fd_(fd),
      patience_(patience),
      stop_(std::move(stop)),
      thread_([this](const std::stop_token& end) { watch(end); }) {}

void ConnectionWatch::touch() {
  const std::lock_guard lock(mutex_);
  since_ = std::chrono::steady_clock::now();
}

void ConnectionWatch::rest() {
  const std::lock_guard lock(mutex_);
  since_.reset();
}

bool ConnectionWatch::gave_up() const {
  const std::lock_guard lock(mutex_);
  return gave_up_;
}

void ConnectionWatch::watch(const std::stop_token& end) {
  constexpr std::chrono::milliseconds kLook{250};
  std::unique_lock lock(mutex_);
  while (!end.stop_requested() && !gave_up_) {
    const bool stalled = since_ && std::chrono::steady_clock::now() - *since_ > patience_;
    if (stalled || stop_.stop_requested()) {
      gave_up_ = true;
      ::shutdown(fd_, SHUT_RDWR);
      return;
    }
    wake_.wait_for(lock, end, kLook, [] { return false; });
  }
}

void SshSession::FreeSession::operator()(ssh_session_struct* session) const {
  ssh_disconnect(session);
  ssh_free(session);
}
void SshSession::FreeSftp::operator()(sftp_session_struct* sftp) const { sftp_free(sftp); }

SshSession::SshSession(const RemoteSource& source, std::stop_token stop)
    : source_(source), stop_(std::move(stop)), where_(address(source)), session_(ssh_new()) {
  if (!session_) throw std::bad_alloc();
  set_options(session_.get(), source, source.user.empty() ? find_login(source).user : source.user);
  LogTimer timer("ssh", "connect to " + where_);
  if (ssh_connect(session_.get()) != SSH_OK) {
    throw error("can't connect");
  }
  watch_ = std::make_unique<ConnectionWatch>(ssh_get_fd(session_.get()), kStall, stop_);
}

SshSession::~SshSession() {
  if (watch_) watch_->rest();
}

Error SshSession::error(const std::string& what) const {
  if (stop_.stop_requested()) return interrupted_error();
  const std::string said = watch_ && watch_->gave_up() ? fmt::format("nothing came for {} seconds", kStall.count())
                                                       : std::string(ssh_get_error(session_.get()));
  return outside_error(fmt::format("{}: {}", what, said))
      .at(where_)
      .hint("check the address and the network, then run again")
      .retryable();
}

Error SshSession::sftp_error(const std::string& what) const {
  struct Answer {
    int status;
    const char* text;
    const char* hint;
  };
  static constexpr std::array<Answer, 3> kAnswers{{
      {SSH_FX_NO_SUCH_FILE, "there is no such file or folder", "check [source] url, or list again"},
      {SSH_FX_NO_SUCH_PATH, "there is no such folder", "check [source] url"},
      {SSH_FX_PERMISSION_DENIED, "permission denied", "ask the server's administrator for the right to do that"},
  }};
  const int status = sftp_ ? sftp_get_error(sftp_.get()) : SSH_FX_OK;
  for (const Answer& answer : kAnswers) {
    if (answer.status == status) {
      return outside_error(fmt::format("{}: {}", what, answer.text)).at(where_).hint(answer.hint);
    }
  }
  // libssh says "failure" of a connection that is cut off, too; what the server itself says begins with its name.
  const bool answered = std::string_view(ssh_get_error(session_.get())).starts_with("SFTP server");
  if (status == SSH_FX_FAILURE && answered && !(watch_ && watch_->gave_up())) {
    return outside_error(fmt::format("{}: the server refuses", what))
        .at(where_)
        .hint("somebody may have it open there; the next fetch tries again");
  }
  return error(what);
}

HostKey SshSession::host_key() const {
  ssh_key raw = nullptr;
  if (ssh_get_server_publickey(session_.get(), &raw) != SSH_OK) throw error("the server shows no key");
  const std::unique_ptr<ssh_key_struct, FreeKey> key(raw);
  unsigned char* hash = nullptr;
  std::size_t size = 0;
  if (ssh_get_publickey_hash(key.get(), SSH_PUBLICKEY_HASH_SHA256, &hash, &size) != 0) throw std::bad_alloc();
  HostKey host;
  char* text = ssh_get_fingerprint_hash(SSH_PUBLICKEY_HASH_SHA256, hash, size);
  ssh_clean_pubkey_hash(&hash);
  if (text != nullptr) host.fingerprint = text;
  ssh_string_free_char(text);
  if (const char* type = ssh_key_type_to_char(ssh_key_type(key.get()))) host.type = type;
  switch (ssh_session_is_known_server(session_.get())) {
    case SSH_KNOWN_HOSTS_OK: host.state = HostKeyState::known; break;
    case SSH_KNOWN_HOSTS_CHANGED:
    case SSH_KNOWN_HOSTS_OTHER: host.state = HostKeyState::changed; break;
    default: host.state = HostKeyState::unknown;
  }
  return host;
}

void SshSession::trust_host() const {
  if (ssh_session_update_known_hosts(session_.get()) != SSH_OK) {
    throw outside_error(fmt::format("can't write the server's key: {}", ssh_get_error(session_.get())))
        .at(known_hosts_text(source_));
  }
}

void SshSession::log_in() {
  watch_->touch();
  const HostKey key = host_key();
  if (key.state == HostKeyState::unknown) {
    throw outside_error(
        fmt::format("the server's key is not in {}: {} {}", known_hosts_text(source_), key.type, key.fingerprint))
        .at(where_)
        .hint("compare it with what the server's administrator says, then `rox source trust` writes it down");
  }
  if (key.state == HostKeyState::changed) {
    throw outside_error(fmt::format("the server shows another key ({} {}) than the one in {}: it may be another "
                                    "server, or somebody in between",
                                    key.type, key.fingerprint, known_hosts_text(source_)))
        .at(where_)
        .hint(
            "nothing was sent. If its administrator says that the key was changed, take the old one out "
            "(ssh-keygen -R HOST -f FILE), then `rox source trust`");
  }
  authenticate();
  sftp_.reset(sftp_new(session_.get()));
  if (!sftp_ || sftp_init(sftp_.get()) != SSH_OK) throw error("the server gives no SFTP");
  watch_->rest();
}

void SshSession::authenticate() {
  ssh_session session = session_.get();
  int result = ssh_userauth_none(session, nullptr);
  const int methods = ssh_userauth_list(session, nullptr);
  if (result != SSH_AUTH_SUCCESS && (methods & SSH_AUTH_METHOD_PUBLICKEY) != 0) {
    result = ssh_userauth_publickey_auto(session, nullptr, nullptr);
  }
  std::string password;
  const bool takes_password = (methods & (SSH_AUTH_METHOD_PASSWORD | SSH_AUTH_METHOD_INTERACTIVE)) != 0;
  if (result != SSH_AUTH_SUCCESS && takes_password) password = find_login(source_).password;
  if (result != SSH_AUTH_SUCCESS && !password.empty() && (methods & SSH_AUTH_METHOD_PASSWORD) != 0) {
    result = ssh_userauth_password(session, nullptr, password.c_str());
  }
  if (result != SSH_AUTH_SUCCESS && !password.empty() && (methods & SSH_AUTH_METHOD_INTERACTIVE) != 0) {
    // A question that isn't echoed is the one for the password.
    for (result = ssh_userauth_kbdint(session, nullptr, nullptr); result == SSH_AUTH_INFO;
         result = ssh_userauth_kbdint(session, nullptr, nullptr)) {
      for (int i = 0; i < ssh_userauth_kbdint_getnprompts(session); ++i) {
        char echo = 0;
        ssh_userauth_kbdint_getprompt(session, static_cast<unsigned>(i), &echo);
        ssh_userauth_kbdint_setanswer(session, static_cast<unsigned>(i), echo == 0 ? password.c_str() : "");
      }
    }
  }
  if (result == SSH_AUTH_SUCCESS) return;
  if (result == SSH_AUTH_ERROR) throw error("can't log in");
  throw outside_error("the server lets us in neither by a key nor by a password")
      .at(where_)
      .hint(
          "keys are those of ssh (its agent, ~/.ssh, [source] identity); [source] user says who we are; a password is "
          "ROX_SOURCE_PASSWORD's, ~/.netrc's or [source] password_command's");
}

}  // namespace rox
