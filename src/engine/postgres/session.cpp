#include "engine/postgres/session.hpp"
#include "engine/postgres/error.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <new>
#include <thread>
#include <utility>

namespace rox {
namespace {

/// Without a SQLSTATE if the server said nothing.
PgDiagnosis diagnosis_of(const PGresult* result) {
  const auto field = [&](int code) {
    const char* text = result == nullptr ? nullptr : PQresultErrorField(result, code);
    return text != nullptr ? std::string_view(text) : std::string_view();
  };
  return {field(PG_DIAG_SQLSTATE), field(PG_DIAG_MESSAGE_PRIMARY), field(PG_DIAG_MESSAGE_DETAIL),
          field(PG_DIAG_MESSAGE_HINT), field(PG_DIAG_STATEMENT_POSITION)};
}

using namespace std::chrono_literals;

/// How often an interruption is looked for.
constexpr auto kLook = 50ms;
/// A request to cancel that comes before its statement does nothing.
constexpr auto kAskAgain = 500ms;
constexpr auto kAnswerPatience = 5s;

/// Both lists end with a null.
struct Parameters {
  std::vector<const char*> keys;
  std::vector<const char*> values;

  explicit Parameters(const std::vector<PgSetting>& settings) {
    for (const PgSetting& setting : settings) {
      keys.push_back(setting.key);
      values.push_back(setting.value.c_str());
    }
    keys.push_back(nullptr);
    values.push_back(nullptr);
  }
};

/// What holds for the connection, wherever it comes from: a setting, a variable or a service.
std::string option_of(PGconn* connection, std::string_view key) {
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(PQconninfo(connection), PQconninfoFree);
  for (const PQconninfoOption* option = options.get(); option != nullptr && option->keyword != nullptr; ++option) {
    if (option->keyword == key) return option->val != nullptr ? option->val : "";
  }
  return {};
}

/// connect_timeout, of which libpq leaves the observance to whoever polls; none: as long as it takes.
std::optional<std::chrono::seconds> connect_timeout(PGconn* connection) {
  const std::string text = option_of(connection, "connect_timeout");
  int seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (seconds <= 0) return std::nullopt;
  return std::chrono::seconds(std::max(seconds, 2));  // as libpq has it
}

bool names_several_hosts(PGconn* connection) {
  return option_of(connection, "host").find(',') != std::string::npos ||
         option_of(connection, "hostaddr").find(',') != std::string::npos;
}

/// Whether something has happened, after at most kLook.
bool poll_once(PGconn* connection, short events) {
  pollfd waiting{PQsocket(connection), events, 0};
  const int ready = ::poll(&waiting, 1, static_cast<int>(kLook.count()));
  if (ready < 0 && errno != EINTR) throw system_error("can't wait for the server", errno);
  return ready > 0;
}

bool is_copy(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH;
}

}  // namespace

std::optional<Error> PgSession::connect(const std::vector<PgSetting>& settings) {
  throw_if_stopped(stop_);
  PQfinish(std::exchange(connection_, nullptr));
  if (stop_.stop_possible()) {
    if (auto timeout = start(settings)) return timeout;
  }
  if (connection_ == nullptr) {
    const Parameters parameters(settings);
    connection_ = PQconnectdbParams(parameters.keys.data(), parameters.values.data(), 0);
  }
  if (PQstatus(connection_) == CONNECTION_OK) return std::nullopt;
  return connection_error(PQerrorMessage(connection_));
}

/// Leaves no connection where libpq has to do it; an error if the time is over.
std::optional<Error> PgSession::start(const std::vector<PgSetting>& settings) {
  const Parameters parameters(settings);
  connection_ = PQconnectStartParams(parameters.keys.data(), parameters.values.data(), 0);
  if (connection_ == nullptr) throw std::bad_alloc();
  if (PQstatus(connection_) == CONNECTION_BAD) return std::nullopt;
  if (names_several_hosts(connection_)) {
    PQfinish(std::exchange(connection_, nullptr));
    return std::nullopt;
  }
  const auto timeout = connect_timeout(connection_);
  const auto begun = Clock::now();
  PostgresPollingStatusType wanted = PGRES_POLLING_WRITING;
  while (wanted == PGRES_POLLING_READING || wanted == PGRES_POLLING_WRITING) {
    throw_if_stopped(stop_);
    if (timeout && Clock::now() - begun > *timeout) {
      return outside_error("connection to the server failed: timeout expired")
          .hint("is the server up and reachable? What was published before is untouched")
          .retryable();
    }
    if (poll_once(connection_, wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT)) wanted = PQconnectPoll(connection_);
  }
  return std::nullopt;
}

void PgSession::begin() {
  if (PQtransactionStatus(connection_) == PQTRANS_ACTIVE) {  // rows that nobody has read
    asked_first_.reset();
    interruption_.interrupt();
    while (next_result()) {
    }
  }
  // A request that arrives late would hit the next statement.
  for (auto waited = 0ms; *asking_ && waited < kAskAgain; waited += kLook) std::this_thread::sleep_for(kLook);
  asked_first_.reset();
  interruption_.begin();
  end_reading();
}

void PgSession::begin_reading(const std::string& sql) {
  reading_ = true;
  const PgResult begun = run(sql);
  if (PQresultStatus(begun.get()) != PGRES_COMMAND_OK) throw error(begun.get());
}

/// Where this fails the connection is lost, and the transaction with it: the next statement says so.
void PgSession::end_reading() {
  if (std::exchange(reading_, false)) run("ROLLBACK");
}

/// Asks the server to end the call, if it is to.
void PgSession::heed() {
  if (!interruption_.token().stop_requested()) return;
  const auto now = Clock::now();
  if (!asked_first_) {
    asked_first_ = now;
  } else if (now - *asked_first_ > kAnswerPatience) {
    ::shutdown(PQsocket(connection_), SHUT_RDWR);
    return;
  } else if (now - asked_last_ < kAskAgain || *asking_) {
    return;
  }
  asked_last_ = now;
  ask_to_cancel();
}

/// By a thread of its own, which holds nothing of this: where the network is dead, it may take minutes.
void PgSession::ask_to_cancel() {
  PGcancel* cancel = PQgetCancel(connection_);
  if (cancel == nullptr) return;
  *asking_ = true;
  std::thread([cancel, asking = asking_] {
    char ignored[256];
    PQcancel(cancel, ignored, sizeof ignored);
    PQfreeCancel(cancel);
    *asking = false;
  }).detach();
}

void PgSession::wait(short events) {
  heed();
  poll_once(connection_, events);
}

PgResult PgSession::next_result() {
  while (PQisBusy(connection_) != 0) {
    wait(POLLIN);
    if (PQconsumeInput(connection_) == 0) break;  // the connection is lost, as PQgetResult says
  }
  return PgResult{PQgetResult(connection_)};
}

PgResult PgSession::run(const std::string& sql) {
  if (PQsendQuery(connection_, sql.c_str()) != 1) return nullptr;
  PgResult last;
  while (PgResult result = next_result()) {
    last = std::move(result);
    if (is_copy(last.get()) || PQstatus(connection_) == CONNECTION_BAD) break;
  }
  return last;
}

bool PgSession::put(std::string_view bytes) {
  PQsetnonblocking(connection_, 1);
  for (int put = 0; put == 0;) {  // 0: no room for them
    check();
    put = PQputCopyData(connection_, bytes.data(), static_cast<int>(bytes.size()));
    if (put < 0) return false;
    if (put == 0) wait(POLLIN | POLLOUT);
  }
  for (;;) {
    check();
    const int left = PQflush(connection_);
    if (left <= 0) return left == 0;
    wait(POLLIN | POLLOUT);
    if (PQconsumeInput(connection_) == 0) return false;  // it may say meanwhile why it takes no more
  }
}

bool PgSession::take(std::string& bytes) {
  for (;;) {
    char* row = nullptr;
    const int size = PQgetCopyData(connection_, &row, 1);
    if (size > 0) {
      const std::unique_ptr<char, void (*)(void*)> owned(row, PQfreemem);
      bytes.assign(row, static_cast<std::size_t>(size));
      return true;
    }
    if (size < 0) return false;
    wait(POLLIN);
    if (PQconsumeInput(connection_) == 0) return false;  // the connection is lost, as PQgetResult says
  }
}

void PgSession::put_end(const char* reason) {
  PQsetnonblocking(connection_, 1);
  if (PQputCopyEnd(connection_, reason) == 1) {
    while (PQflush(connection_) == 1) {
      wait(POLLIN | POLLOUT);
      if (PQconsumeInput(connection_) == 0) break;
    }
  }
  PQsetnonblocking(connection_, 0);
}

Error PgSession::error(const PGresult* result, std::string_view sql) const {
  const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const bool cancelled = state == nullptr || std::string_view(state) == "57014";
  if (cancelled && interruption_.token().stop_requested()) return interrupted_error();
  const PgDiagnosis said = diagnosis_of(result);
  return said.state.empty() ? connection_error(PQerrorMessage(connection_)) : postgres_error(said, sql);
}

}  // namespace rox
