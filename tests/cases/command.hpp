// A command of a case: its words as a shell would make them, and rox run with them in this process.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rox::test {

/// The words of a line, which single and double quotes and backslashes hold together. Throws std::invalid_argument for
/// a quote that isn't closed, and for what only a shell can do (pipes, redirections, globs, substitutions).
std::vector<std::string> shell_words(std::string_view line);

struct CommandResult {
  int exit_code = 0;
  std::string output;  // standard output
  std::string errors;  // standard error
};

/// Does what the program does with these words after its name, in the current folder and with nothing on standard
/// input.
CommandResult run_rox(const std::vector<std::string>& words);

}  // namespace rox::test
