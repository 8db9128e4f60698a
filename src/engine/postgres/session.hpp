// A connection of libpq's whose every wait another thread can end; for postgres.hpp's implementation only.
//
// libpq's own waits can't be ended: so none of them is used while a statement runs. Whoever waits looks at the
// interruption every few hundredths of a second, asks the server to cancel, and lets it answer. A server that doesn't
// within some seconds is hung up on.
#pragma once

#include <libpq-fe.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/stop.hpp"

namespace rox {

struct ClearPgResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PgResult = std::unique_ptr<PGresult, ClearPgResult>;

/// A parameter of a connection, as libpq calls it.
struct PgSetting {
  const char* key;
  std::string value;
};

/// From one thread at a time, but for interrupt().
class PgSession {
 public:
  /// Once `stop` is requested, each call ends with interrupted_error(); connect() too.
  explicit PgSession(const std::stop_token& stop) : stop_(stop), interruption_(stop) {}
  ~PgSession() { PQfinish(connection_); }
  PgSession(const PgSession&) = delete;
  PgSession& operator=(const PgSession&) = delete;

  /// Tries to connect once; why it couldn't, if so. The wait can be ended by the token alone, and not where several
  /// hosts are named: only libpq itself goes to the next one when a host is silent.
  std::optional<Error> connect(const std::vector<PgSetting>& settings);
  PGconn* get() const { return connection_; }

  /// A call begins: what the one before left is ended. Throws interrupted_error() if the token is requested.
  void begin();
  /// From any thread: ends the call that goes on.
  void interrupt() { interruption_.interrupt(); }
  /// Throws interrupted_error() if the call is to end.
  void check() const { throw_if_stopped(interruption_.token()); }

  /// Begins, by `sql`, a transaction whose effects nobody wants: it is rolled back by end_reading(), or when the next
  /// call begins.
  void begin_reading(const std::string& sql);
  void end_reading();

  /// As PQexec: the last result of all statements, or that of a COPY which then goes on.
  PgResult run(const std::string& sql);
  /// As PQgetResult.
  PgResult next_result();
  /// While a COPY FROM STDIN goes on: sends the bytes; false if the server takes no more.
  bool put(std::string_view bytes);
  /// While a COPY TO STDOUT goes on: the next bytes; false at its end, of which the results tell more.
  bool take(std::string& bytes);
  /// Ends it; with a reason, without a row. The results tell what became of it.
  void put_end(const char* reason);

  /// What went wrong, with its place in `sql`: interrupted_error() if that is why, else what the server says in
  /// `result` or, without one, what libpq says of the connection (error.hpp).
  Error error(const PGresult* result, std::string_view sql = {}) const;

 private:
  using Clock = std::chrono::steady_clock;

  std::optional<Error> start(const std::vector<PgSetting>& settings);
  void wait(short events);
  void heed();
  void ask_to_cancel();

  const std::stop_token stop_;
  Interruption interruption_;
  PGconn* connection_ = nullptr;
  bool reading_ = false;                          // a transaction is open that is to be rolled back
  std::optional<Clock::time_point> asked_first_;  // to cancel the call that goes on
  Clock::time_point asked_last_;
  std::shared_ptr<std::atomic<bool>> asking_ = std::make_shared<std::atomic<bool>>(false);  // a request is on its way
};

}  // namespace rox
