// Runs cases (their language: case_file.hpp).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace rox::test {

struct CaseFailure {
  std::size_t line = 0;
  std::string text;  // what was expected, what there was, and all that the last command printed
};

struct CaseOutcome {
  std::optional<CaseFailure> failure;
  std::string skipped;  // why, if this machine can't run it
};

/// Runs a case in the current folder. One that breaks the language fails, before anything of it is done; so does one
/// that expects nothing, since it could not fail.
CaseOutcome run_case(std::string_view text);

}  // namespace rox::test
