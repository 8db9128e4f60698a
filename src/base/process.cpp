#include "base/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <thread>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

constexpr int kFirstFreeFd = 3;
constexpr std::size_t kReadBytes = std::size_t{1} << 16;
constexpr std::size_t kMostErrorText = 2000;

void check(int errnum, std::string_view action) {
  if (errnum != 0) throw system_error(std::string(action), errnum);
}

/// The descriptor, past the standard ones: those are overwritten one by one in the child.
UniqueFd past_standard(UniqueFd fd) {
  if (fd.get() >= kFirstFreeFd) return fd;
  UniqueFd moved{::fcntl(fd.get(), F_DUPFD_CLOEXEC, kFirstFreeFd)};
  if (!moved) throw system_error("can't duplicate a descriptor", errno);
  return moved;
}

struct Pipe {
  UniqueFd read;
  UniqueFd write;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw system_error("can't make a pipe", errno);
  Pipe pipe{UniqueFd{ends[0]}, UniqueFd{ends[1]}};
  pipe.read = past_standard(std::move(pipe.read));
  pipe.write = past_standard(std::move(pipe.write));
  return pipe;
}

/// The input as a file in memory: unlike a pipe nobody has to feed it, and a child that leaves it unread does no harm.
UniqueFd input_file(std::string_view text) {
  UniqueFd fd{::memfd_create("rox-input", MFD_CLOEXEC)};
  if (!fd) throw system_error("can't make a file in memory", errno);
  fd = past_standard(std::move(fd));
  write_all(fd.get(), text, "the input of a program");
  if (::lseek(fd.get(), 0, SEEK_SET) != 0) throw system_error("can't rewind a file in memory", errno);
  return fd;
}

class SpawnActions {
 public:
  SpawnActions() { check(::posix_spawn_file_actions_init(&actions_), "can't prepare a process"); }
  ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;

  void put(const UniqueFd& fd, int as) {
    check(::posix_spawn_file_actions_adddup2(&actions_, fd.get(), as), "can't prepare a process");
  }
  void close_from(int fd) {
    check(::posix_spawn_file_actions_addclosefrom_np(&actions_, fd), "can't prepare a process");
  }
  void change_folder(const std::filesystem::path& folder) {
    check(::posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str()), "can't prepare a process");
  }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

enum class Group { of_rox, own };

/// No signal blocked, and those that rox ignores as they are by default.
class SpawnAttributes {
 public:
  explicit SpawnAttributes(Group group) {
    check(::posix_spawnattr_init(&attributes_), "can't prepare a process");
    sigset_t none{};
    sigset_t usual{};
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    sigaddset(&usual, SIGXFSZ);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &usual);
    int flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    if (group == Group::own) flags |= POSIX_SPAWN_SETPGROUP;  // 0, which it is at first: a new one
    ::posix_spawnattr_setflags(&attributes_, static_cast<short>(flags));
  }
  ~SpawnAttributes() { ::posix_spawnattr_destroy(&attributes_); }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;

  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

int exit_code_of(int status) { return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status); }

/// A running child. One that isn't waited for is killed.
class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid) {}
  ~Child() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) continue;
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  int wait() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0) {
      if (errno != EINTR) throw system_error("can't wait for a process", errno);
    }
    pid_ = 0;
    return exit_code_of(status);
  }

 private:
  pid_t pid_;
};

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

std::vector<std::string> environment_of(const Command& command) {
  std::vector<std::string> entries;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::string_view name = text.substr(0, text.find('='));
    bool replaced = false;
    for (const auto& [key, value] : command.environment) replaced = replaced || key == name;
    if (!replaced) entries.emplace_back(text);
  }
  for (const auto& [key, value] : command.environment) entries.push_back(fmt::format("{}={}", key, value));
  return entries;
}

Error not_started(const Command& command, int errnum) {
  const std::string& program = command.arguments.front();
  std::error_code ignored;
  if (!command.folder.empty() && !std::filesystem::is_directory(command.folder, ignored)) {
    return system_error(fmt::format("can't run '{}' in {}", program, command.folder.string()), errnum);
  }
  if (errnum != ENOENT) return system_error(fmt::format("can't run '{}'", program), errnum);
  return outside_error(fmt::format("there is no program '{}'", program))
      .hint(command.install_hint.empty() ? "install it, or put its folder on the PATH" : command.install_hint);
}

pid_t spawn(const Command& command, const UniqueFd& input, const UniqueFd& output, const UniqueFd& errors,
            Group group = Group::of_rox) {
  if (command.arguments.empty()) throw std::logic_error("a command without a program");
  SpawnActions actions;
  actions.put(input, STDIN_FILENO);
  actions.put(output, STDOUT_FILENO);
  actions.put(errors, STDERR_FILENO);
  actions.close_from(kFirstFreeFd);
  if (!command.folder.empty()) actions.change_folder(command.folder);
  const SpawnAttributes attributes(group);
  std::vector<std::string> arguments = command.arguments;
  std::vector<std::string> environment = environment_of(command);
  pid_t pid = 0;
  const int errnum = ::posix_spawnp(&pid, arguments.front().c_str(), actions.get(), attributes.get(),
                                    pointers(arguments).data(), pointers(environment).data());
  if (errnum != 0) throw not_started(command, errnum);
  return pid;
}

/// Appends what `fd` has; closes it at its end.
void read_available(UniqueFd& fd, std::string& text) {
  const std::size_t before = text.size();
  text.resize(before + kReadBytes);
  const ssize_t got = ::read(fd.get(), text.data() + before, kReadBytes);
  const int errnum = errno;
  text.resize(before + static_cast<std::size_t>(got > 0 ? got : 0));
  if (got == 0) fd.reset();
  if (got < 0 && errnum != EINTR && errnum != EAGAIN) throw system_error("can't read what a program prints", errnum);
}

/// Reads both until both have ended, whichever writes.
void drain(UniqueFd output, UniqueFd errors, ProcessResult& result) {
  while (output || errors) {
    // poll passes over descriptors below 0, which closed ones are.
    std::array<pollfd, 2> waiting{{{output.get(), POLLIN, 0}, {errors.get(), POLLIN, 0}}};
    if (::poll(waiting.data(), waiting.size(), -1) < 0) {
      if (errno == EINTR) continue;
      throw system_error("can't wait for what a program prints", errno);
    }
    if (waiting[0].revents != 0) read_available(output, result.output);
    if (waiting[1].revents != 0) read_available(errors, result.errors);
  }
}

}  // namespace

ProcessResult run_process(const Command& command) {
  const UniqueFd input = input_file(command.input);
  Pipe output = make_pipe();
  Pipe errors = make_pipe();
  Child child(spawn(command, input, output.write, errors.write));
  output.write.reset();  // else the ends would never come
  errors.write.reset();
  ProcessResult result;
  drain(std::move(output.read), std::move(errors.read), result);
  result.exit_code = child.wait();
  return result;
}

BackgroundProcess::BackgroundProcess(const Command& command, const std::filesystem::path& log) {
  const UniqueFd input = input_file(command.input);
  const UniqueFd output = past_standard(open_file(log, O_WRONLY | O_CREAT | O_APPEND, 0600));
  pid_ = spawn(command, input, output, output, Group::own);
}

// What it started may outlive it, so the group is killed even if it has ended itself. Its number is the group's, and
// only waiting for it gives the number back: that comes last, or the signal could hit a group that somebody else has
// made since.
BackgroundProcess::~BackgroundProcess() {
  ::kill(-pid_, SIGKILL);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) continue;
}

std::optional<int> BackgroundProcess::exit_code() const {
  siginfo_t ended{};
  if (::waitid(P_PID, static_cast<id_t>(pid_), &ended, WEXITED | WNOHANG | WNOWAIT) != 0) {
    if (errno == EINTR) return std::nullopt;
    throw system_error("can't wait for a process", errno);
  }
  if (ended.si_pid == 0) return std::nullopt;  // it still runs
  return ended.si_code == CLD_EXITED ? ended.si_status : 128 + ended.si_status;
}

// Until the destructor, nobody has waited for it: the number is still the group's.
void BackgroundProcess::end() const { ::kill(-pid_, SIGTERM); }

bool BackgroundProcess::wait_for(std::chrono::milliseconds patience) const {
  constexpr std::chrono::milliseconds kStep{10};
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!exit_code()) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(kStep);
  }
  return true;
}

std::string output_of(const Command& command) {
  ProcessResult result = run_process(command);
  if (result.exit_code == 0) return std::move(result.output);
  const std::string_view said = trim(result.errors);
  throw outside_error(fmt::format("'{}' failed with exit code {}{}{}", command.arguments.front(), result.exit_code,
                                  said.empty() ? "" : ": ", said.substr(0, kMostErrorText)));
}

}  // namespace rox
