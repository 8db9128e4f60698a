#include "cases/command.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <stdexcept>
#include <system_error>

#include "cli/cli.hpp"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#include <sanitizer/common_interface_defs.h>
#define ROX_SANITIZED
#endif
#endif

namespace rox::test {
namespace {

int checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

/// What is written to a descriptor, as long as this lives. A true redirection: also what libraries and other programs
/// write is seen, and rox does as it does when its output goes to a file.
class Captured {
 public:
  explicit Captured(int descriptor)
      : descriptor_(descriptor),
        kept_(checked(::fcntl(descriptor, F_DUPFD_CLOEXEC, 3), "dup")),
        memory_(checked(::memfd_create("captured", MFD_CLOEXEC), "memfd_create")) {
    checked(::dup2(memory_, descriptor_), "dup2");
  }
  ~Captured() {
    ::dup2(kept_, descriptor_);
    ::close(kept_);
    ::close(memory_);
  }
  Captured(const Captured&) = delete;
  Captured& operator=(const Captured&) = delete;

  int kept() const { return kept_; }
  int memory() const { return memory_; }

  std::string text() const {
    std::string all(static_cast<std::size_t>(checked(static_cast<int>(::lseek(memory_, 0, SEEK_CUR)), "lseek")), '\0');
    checked(static_cast<int>(::pread(memory_, all.data(), all.size(), 0)), "pread");
    return all;
  }

 private:
  int descriptor_;
  int kept_;
  int memory_;
};

/// Nothing on standard input, as long as this lives.
class NoInput {
 public:
  NoInput() : kept_(checked(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3), "dup")) {
    const int nothing = checked(::open("/dev/null", O_RDONLY | O_CLOEXEC), "/dev/null");
    ::dup2(nothing, STDIN_FILENO);
    ::close(nothing);
  }
  ~NoInput() {
    ::dup2(kept_, STDIN_FILENO);
    ::close(kept_);
  }
  NoInput(const NoInput&) = delete;
  NoInput& operator=(const NoInput&) = delete;

 private:
  int kept_;
};

// For the handler: where standard error is captured, and where it belongs.
volatile std::sig_atomic_t captured_errors = -1;
volatile std::sig_atomic_t true_errors = -1;

/// An abort in the middle of a command: what was said about it shall be seen.
void show_captured(int) {
  char buffer[4096];
  ::lseek(captured_errors, 0, SEEK_SET);
  for (ssize_t size = 0; (size = ::read(captured_errors, buffer, sizeof buffer)) > 0;) {
    if (::write(true_errors, buffer, static_cast<std::size_t>(size)) != size) break;
  }
  std::signal(SIGABRT, SIG_DFL);
}

/// What ends the process in the middle of a command is told on the true standard error.
class TellsCrashes {
 public:
  explicit TellsCrashes(const Captured& errors) {
    captured_errors = errors.memory();
    true_errors = errors.kept();
    before_ = std::signal(SIGABRT, show_captured);
    report_to(errors.kept());
  }
  ~TellsCrashes() {
    std::signal(SIGABRT, before_);
    report_to(STDERR_FILENO);
  }
  TellsCrashes(const TellsCrashes&) = delete;
  TellsCrashes& operator=(const TellsCrashes&) = delete;

 private:
  static void report_to([[maybe_unused]] int descriptor) {
#ifdef ROX_SANITIZED
    __sanitizer_set_report_fd(reinterpret_cast<void*>(static_cast<std::intptr_t>(descriptor)));
#endif
  }
  void (*before_)(int) = SIG_DFL;
};

void flush() {
  std::fflush(stdout);
  std::fflush(stderr);
}

}  // namespace

std::vector<std::string> shell_words(std::string_view line) {
  std::vector<std::string> words;
  bool inside = false;  // a word
  char quote = '\0';
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote == '\0' && c == ' ') {
      inside = false;
      continue;
    }
    if (!inside) words.emplace_back();
    inside = true;
    if (c == quote) {
      quote = '\0';
    } else if (quote == '\0' && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == '\\' && quote != '\'' && i + 1 < line.size()) {
      words.back() += line[++i];
    } else if (quote == '\0' && std::string_view("|<>&;*?`()").find(c) != std::string_view::npos) {
      throw std::invalid_argument(fmt::format("'{}' has to be quoted: this is no shell", c));
    } else {
      words.back() += c;
    }
  }
  if (quote != '\0') throw std::invalid_argument(fmt::format("the quote {} isn't closed", quote));
  return words;
}

CommandResult run_rox(const std::vector<std::string>& words) {
  std::vector<std::string> owned{"rox"};
  owned.insert(owned.end(), words.begin(), words.end());
  std::vector<char*> arguments;
  for (std::string& word : owned) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  flush();
  const NoInput no_input;
  const Captured output(STDOUT_FILENO), errors(STDERR_FILENO);
  const TellsCrashes tells(errors);
  const int exit_code = run_cli(static_cast<int>(owned.size()), arguments.data());
  flush();
  return {exit_code, output.text(), errors.text()};
}

}  // namespace rox::test
