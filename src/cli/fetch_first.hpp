// What commands that read exports do first where these lie elsewhere.
#pragma once

#include <chrono>
#include <stop_token>
#include <thread>

#include "base/interrupt.hpp"
#include "cli/verbs.hpp"
#include "inbox/fetch.hpp"

namespace rox {

/// A token that is requested by Ctrl-C.
class InterruptStop {
 public:
  std::stop_token token() const { return source_.get_token(); }

 private:
  static constexpr std::chrono::milliseconds kLook{50};

  const HeedInterrupts heed_;
  std::stop_source source_;
  std::jthread watch_{[this](const std::stop_token& end) {
    while (!end.stop_requested() && interrupt_signal() == 0) std::this_thread::sleep_for(kLook);
    if (interrupt_signal() != 0) source_.request_stop();
  }};
};

/// Adds --no-fetch.
void add_no_fetch(Options& verb, bool& skip);

/// Fetches, with a bar and until Ctrl-C.
FetchReport fetch_with_progress(const Project& project, const GlobalOptions& globals);

/// Unless the exports lie on this machine, or `skip`: fetches what is new and says what came. Throws, with the way out,
/// if nothing can be fetched, or nothing ever was.
void fetch_first(const Project& project, const GlobalOptions& globals, bool skip);

/// "3 files, 1.2 MB, from sftp://…", then what isn't complete and what is refused.
void note_fetched(const FetchReport& report, const Project& project);

}  // namespace rox
