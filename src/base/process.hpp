// Other programs: run one, give it a text, take what it prints; or start one that goes on beside rox.
//
// What holds: the child is waited for, also when reading fails; neither side can wait for the other for ever, however
// much is written where; no descriptor but the three standard ones reaches the child; signals that rox ignores
// (SIGPIPE) are not ignored in it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rox {

struct Command {
  /// The program, found by PATH unless it has a '/', and its arguments. No shell is involved.
  std::vector<std::string> arguments;
  /// Its standard input.
  std::string_view input;
  /// Where it runs; empty: here.
  std::filesystem::path folder;
  /// Variables set in its environment, beside those of rox.
  std::vector<std::pair<std::string, std::string>> environment;
  /// What to do if there is no such program: "apt-get install graphviz".
  std::string install_hint;
};

struct ProcessResult {
  /// Its exit code; as in a shell 128 + N if signal N ended it.
  int exit_code = 0;
  std::string output;
  std::string errors;
};

/// Runs the command to its end, whatever its exit code. Throws Error of kind outside if it can't be started; for a
/// program that isn't there with the install hint.
ProcessResult run_process(const Command& command);

/// A program that goes on beside rox, in a process group of its own with all that it starts: Ctrl-C in the terminal is
/// rox's alone to answer. None of the group is left when this ends.
class BackgroundProcess {
 public:
  /// Starts it. What it prints and its errors are appended to the file `log`. Throws as run_process.
  BackgroundProcess(const Command& command, const std::filesystem::path& log);
  /// Kills what still runs.
  ~BackgroundProcess();
  BackgroundProcess(const BackgroundProcess&) = delete;
  BackgroundProcess& operator=(const BackgroundProcess&) = delete;

  /// Its exit code (as ProcessResult's), once it has ended.
  std::optional<int> exit_code() const;
  /// Asks all of the group to end (SIGTERM). From any thread.
  void end() const;
  /// Waits for its end, at most so long; whether it has ended.
  bool wait_for(std::chrono::milliseconds patience) const;

 private:
  pid_t pid_;
};

/// What the command prints. Throws Error of kind outside, with what it said, unless it exits with 0.
std::string output_of(const Command& command);

}  // namespace rox
