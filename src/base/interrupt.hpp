// Ctrl-C (SIGINT) and SIGTERM as a request that running work checks for.
#pragma once

namespace rox {

/// While one lives, the first signal is noted, and the second ends the process at once, as the first would without
/// this. One at a time.
class HeedInterrupts {
 public:
  HeedInterrupts();
  ~HeedInterrupts();
  HeedInterrupts(const HeedInterrupts&) = delete;
  HeedInterrupts& operator=(const HeedInterrupts&) = delete;
};

/// The signal that was noted, or 0. From any thread.
int interrupt_signal();

/// "Ctrl-C" or "SIGTERM".
const char* interrupt_name();

/// Ends the process by the signal that was noted, as whoever sent it expects; returns if none was.
void end_if_interrupted();

}  // namespace rox
