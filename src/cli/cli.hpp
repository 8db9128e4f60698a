// The command line: one table of verbs; help, completion and docs come from it.
#pragma once

namespace rox {

/// Runs the program. Returns its exit code (see ExitCode); prints errors to stderr; never throws.
int run_cli(int argc, char** argv);

}  // namespace rox
