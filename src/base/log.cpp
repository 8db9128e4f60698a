#include "base/log.hpp"

#include <fmt/format.h>

#include <atomic>
#include <exception>
#include <mutex>

#include "base/clock.hpp"
#include "base/terminal.hpp"

namespace rox {
namespace {

constexpr std::size_t kMostBytes = 500;

// The only ones of their kind: what goes on is said by all of the program, wherever it happens.
std::atomic<bool> on = false;
std::mutex mutex;
LogSink lines_to;

/// Blanks for line ends and what is around them; whole characters of the first kMostBytes.
std::string on_one_line(std::string_view text) {
  std::string line;
  bool blank = false;
  for (const char c : text) {
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      blank = !line.empty();
      continue;
    }
    if (blank) line += ' ';
    blank = false;
    const bool starts_character = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    if (line.size() >= kMostBytes && starts_character) return line + "…";
    line += c;
  }
  return line;
}

}  // namespace

void log_to(LogSink sink) {
  const std::lock_guard lock(mutex);
  on = sink != nullptr;
  lines_to = std::move(sink);
}

bool logs() { return on; }

void log_line(std::string_view who, std::string_view what) {
  if (!on) return;
  const std::string line = fmt::format("{} {}: {}", utc_now().substr(11, 12), who, printable(on_one_line(what)));
  const std::lock_guard lock(mutex);
  if (lines_to) lines_to(line);
}

LogTimer::LogTimer(std::string_view who, std::string_view what) {
  if (!on) return;
  who_ = who;
  what_ = on_one_line(what);
  exceptions_ = std::uncaught_exceptions();
  start_ = Clock::now();
}

LogTimer::~LogTimer() {
  if (who_.empty()) return;
  try {
    const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
    const bool failed = std::uncaught_exceptions() > exceptions_;
    log_line(who_, fmt::format("{} ({}{}{:.3f} s)", what_, result_.empty() ? "" : result_ + ", ",
                               failed ? "failed after " : "", seconds));
  } catch (...) {  // what can't be said isn't worth failing for
  }
}

}  // namespace rox
