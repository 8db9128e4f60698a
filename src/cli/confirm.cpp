#include "cli/confirm.hpp"

#include <unistd.h>

#include <iostream>

#include "base/error.hpp"
#include "base/terminal.hpp"

namespace rox {

bool confirmed(const std::string& question, bool yes) {
  if (yes) return true;
  if (::isatty(STDIN_FILENO) == 0) {
    throw usage_error("confirmation needs a terminal").hint("pass --yes to skip it");
  }
  flush_output();
  std::cerr << question << " [y/N] " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

}  // namespace rox
