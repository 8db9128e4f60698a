#include "base/interrupt.hpp"

#include <csignal>

namespace rox {
namespace {

volatile std::sig_atomic_t noted = 0;

void note_signal(int signal) { noted = signal; }

}  // namespace

HeedInterrupts::HeedInterrupts() {
  struct sigaction action {};
  action.sa_handler = note_signal;
  action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

HeedInterrupts::~HeedInterrupts() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

int interrupt_signal() { return noted; }

const char* interrupt_name() { return noted == SIGINT ? "Ctrl-C" : "SIGTERM"; }

void end_if_interrupted() {
  if (noted == 0) return;
  std::signal(noted, SIG_DFL);
  std::raise(noted);
}

}  // namespace rox
