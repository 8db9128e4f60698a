// What --verbose says while work goes on: a line for each thing that is asked of something else (a request, a
// statement, a COPY, another try), with how it ended and the time it took.
//
// Off until somebody says where lines go, and then costs next to nothing. No secret may be logged: of addresses only
// the host, of requests no header and no body. SQL is logged as it is sent, since rox never puts a secret into it.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace rox {

using LogSink = std::function<void(std::string_view line)>;

/// Lines go to `sink` from now on, one at a time from any thread; with none, nowhere. Not while others log.
void log_to(LogSink sink);

bool logs();

/// "22:26:35.123 duckdb: what"; `what` on one line, cut where it is long.
void log_line(std::string_view who, std::string_view what);

/// Logs something when it is over: "what (0.012 s)", or "what (failed after 0.012 s)" if an exception ended it.
class LogTimer {
 public:
  LogTimer(std::string_view who, std::string_view what);
  ~LogTimer();
  LogTimer(const LogTimer&) = delete;
  LogTimer& operator=(const LogTimer&) = delete;

  /// How it ended, to stand before the time: "200", "504 rows".
  void result(std::string text) { result_ = std::move(text); }

 private:
  using Clock = std::chrono::steady_clock;
  std::string who_;
  std::string what_;  // these are empty where nothing is logged
  std::string result_;
  int exceptions_ = 0;
  Clock::time_point start_;
};

}  // namespace rox
