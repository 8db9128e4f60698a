#include "base/process.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/file.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

Command command_of(std::vector<std::string> arguments) {
  Command command;
  command.arguments = std::move(arguments);
  return command;
}

Command shell(std::string script, std::string_view input = {}) {
  Command command = command_of({"sh", "-c", std::move(script)});
  command.input = input;
  return command;
}

Error error_of(const Command& command) {
  try {
    output_of(command);
  } catch (const Error& error) {
    return error;
  }
  return usage_error("it did not fail");
}

TEST(RunProcess, keeps_both_streams_and_the_exit_code) {
  const ProcessResult result = run_process(shell("cat; echo bad >&2; exit 3", "good"));
  EXPECT_EQ(result.output, "good");
  EXPECT_EQ(result.errors, "bad\n");
  EXPECT_EQ(result.exit_code, 3);
}

TEST(RunProcess, passes_arguments_as_they_are) {
  EXPECT_EQ(run_process(command_of({"printf", "%s|", "a b", "$HOME", "*", ""})).output, "a b|$HOME|*||");
}

TEST(RunProcess, does_not_deadlock_on_more_than_a_pipe_holds) {
  const std::string input(3'000'000, 'x');
  const ProcessResult result =
      run_process(shell("head -c 2000000 /dev/zero >&2; cat; head -c 2000000 /dev/zero", input));
  EXPECT_EQ(result.output.size(), 5'000'000U);
  EXPECT_EQ(result.errors.size(), 2'000'000U);
}

TEST(RunProcess, lets_a_program_leave_its_input_unread) {
  const std::string input(3'000'000, 'x');
  EXPECT_EQ(run_process(shell("exit 0", input)).exit_code, 0);
}

TEST(RunProcess, tells_the_signal_that_ended_it) {
  EXPECT_EQ(run_process(shell("kill -TERM $$")).exit_code, 128 + SIGTERM);
}

TEST(RunProcess, gives_back_the_signals_that_are_ignored_here) {
  struct Ignored {
    void (*before)(int) = ::signal(SIGPIPE, SIG_IGN);
    ~Ignored() { ::signal(SIGPIPE, before); }
  } ignored;
  EXPECT_EQ(run_process(shell("kill -PIPE $$; echo survived")).output, "");
}

TEST(RunProcess, opens_nothing_but_the_standard_streams_in_the_child) {
  const UniqueFd ours{::dup(STDIN_FILENO)};  // without O_CLOEXEC
  ASSERT_TRUE(ours);
  EXPECT_EQ(run_process(shell("for fd in 3 4 5 6 7 8 9 " + std::to_string(ours.get()) +
                              "; do test -e /proc/$$/fd/$fd && echo $fd; done"))
                .output,
            "");
}

TEST(RunProcess, sets_and_replaces_variables) {
  Command command = shell("echo $ROX_TEST_WORD $HOME; env | grep -c ^HOME=");
  command.environment = {{"ROX_TEST_WORD", "word"}, {"HOME", "/nowhere"}};
  EXPECT_EQ(run_process(command).output, "word /nowhere\n1\n");
}

class RunProcessIn : public test::TempDirTest {};

TEST_F(RunProcessIn, a_folder) {
  Command command = shell("pwd -P");
  command.folder = dir_;
  EXPECT_EQ(run_process(command).output, std::filesystem::canonical(dir_).string() + "\n");
}

TEST_F(RunProcessIn, a_missing_folder_is_said) {
  Command command = shell("pwd");
  command.folder = dir_ / "none";
  EXPECT_THAT(error_of(command).what(), HasSubstr((dir_ / "none").string()));
}

TEST_F(RunProcessIn, a_program_that_may_not_run_is_said) {
  write_file(dir_ / "text", "no program");
  const Command command = command_of({(dir_ / "text").string()});
  EXPECT_EQ(error_of(command).kind(), ErrorKind::outside);
  EXPECT_THAT(error_of(command).what(), StartsWith("can't run '"));
}

TEST(OutputOf, a_missing_program_says_how_to_get_it) {
  Command command = command_of({"rox-no-such-program"});
  command.install_hint = "buy one";
  const Error error = error_of(command);
  EXPECT_EQ(error.kind(), ErrorKind::outside);
  EXPECT_STREQ(error.what(), "there is no program 'rox-no-such-program'");
  EXPECT_EQ(error.hint_text(), "buy one");
}

TEST(OutputOf, a_failure_carries_what_the_program_said) {
  const Error error = error_of(shell("echo half; echo no paper >&2; exit 4"));
  EXPECT_EQ(error.kind(), ErrorKind::outside);
  EXPECT_STREQ(error.what(), "'sh' failed with exit code 4: no paper");
  EXPECT_EQ(output_of(shell("echo whole")), "whole\n");
}

class BackgroundProcessTest : public test::TempDirTest {
 protected:
  std::filesystem::path log() const { return dir_ / "log"; }
};

TEST_F(BackgroundProcessTest, goes_on_beside_rox_and_tells_how_it_ended) {
  BackgroundProcess process(shell("echo out; echo err >&2; exit 3"), log());
  ASSERT_TRUE(process.wait_for(std::chrono::seconds(30)));
  EXPECT_EQ(process.exit_code(), 3);
  EXPECT_EQ(read_file(log()), "out\nerr\n");
}

TEST_F(BackgroundProcessTest, is_waited_for_no_longer_than_told) {
  BackgroundProcess process(shell("sleep 1000"), log());
  EXPECT_FALSE(process.wait_for(std::chrono::milliseconds(1)));
  EXPECT_EQ(process.exit_code(), std::nullopt);
}

// The pipe's end comes only when nobody has its other side any more.
TEST_F(BackgroundProcessTest, takes_all_that_it_started_with_it) {
  ASSERT_EQ(::mkfifo((dir_ / "fifo").c_str(), 0600), 0);
  Command command = shell("sleep 1000 >fifo & echo x >fifo; exec sleep 1000");
  command.folder = dir_;
  UniqueFd reading;
  std::string text(2, ' ');
  {
    const BackgroundProcess process(command, log());
    reading = open_file(dir_ / "fifo", O_RDONLY);
    ASSERT_EQ(::read(reading.get(), text.data(), text.size()), 2);
  }
  EXPECT_EQ(::read(reading.get(), text.data(), text.size()), 0);
}

TEST_F(BackgroundProcessTest, takes_what_it_started_with_it_after_its_own_end_too) {
  ASSERT_EQ(::mkfifo((dir_ / "fifo").c_str(), 0600), 0);
  Command command = shell("exec 3>fifo; sleep 1000 & echo x >&3");
  command.folder = dir_;
  UniqueFd reading;
  std::string text(2, ' ');
  {
    BackgroundProcess process(command, log());
    reading = open_file(dir_ / "fifo", O_RDONLY);
    ASSERT_EQ(::read(reading.get(), text.data(), text.size()), 2);
    ASSERT_TRUE(process.wait_for(std::chrono::seconds(30)));
    pollfd end{reading.get(), POLLIN, 0};
    EXPECT_EQ(::poll(&end, 1, 0), 0) << "what it started has ended with it";
  }
  EXPECT_EQ(::read(reading.get(), text.data(), text.size()), 0);
}

// Were the number free for others, killing the group of that number could hit theirs.
TEST_F(BackgroundProcessTest, keeps_its_number_as_long_as_it_may_be_killed) {
  pid_t pid = 0;
  {
    BackgroundProcess process(shell("echo $$; exit 5"), log());
    ASSERT_TRUE(process.wait_for(std::chrono::seconds(30)));
    EXPECT_EQ(process.exit_code(), 5);
    pid = std::stoi(read_file(log()));
    EXPECT_EQ(::kill(pid, 0), 0);
  }
  EXPECT_EQ(::kill(pid, 0), -1);
  EXPECT_EQ(errno, ESRCH);
}

TEST_F(BackgroundProcessTest, tells_the_signal_that_ended_it) {
  BackgroundProcess process(shell("kill -TERM $$"), log());
  ASSERT_TRUE(process.wait_for(std::chrono::seconds(30)));
  EXPECT_EQ(process.exit_code(), 128 + SIGTERM);
}

TEST_F(BackgroundProcessTest, that_is_not_there_says_what_to_install) {
  Command command = command_of({"no-such-program"});
  command.install_hint = "apt-get install it";
  try {
    const BackgroundProcess process(command, log());
    FAIL() << "it was started";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::outside);
    EXPECT_EQ(error.hint_text(), "apt-get install it");
  }
}

}  // namespace
}  // namespace rox
