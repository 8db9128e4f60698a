// The table of verbs. To add one:
//   1. write src/cli/NAME.cpp with `Action NAME_verb(Options& verb, const GlobalOptions& globals)`: it adds the
//      options of its own to `verb` (options.hpp) and returns what to do once they are parsed;
//   2. declare it below and add a line to the table in verbs.cpp.
// Help, 'did you mean', the list in `rox --help`, the manual page, completions and docs/options.md come from the table;
// docs/cli.md has to name the verb (a test looks).
//
// An action prints its result with print() and everything else with note() (base/terminal.hpp), throws Error for
// what goes wrong and returns the exit code otherwise.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "cli/options.hpp"
#include "project/project.hpp"

namespace rox {

/// What every verb takes. Filled while parsing, so an action may read it but not a verb function.
struct GlobalOptions {
  std::filesystem::path project_dir = ".";  // -C
  std::string target = "local";             // -t
  std::filesystem::path source;             // --source; empty: as rox.toml says
  bool json = false;
  bool quiet = false;
  bool verbose = false;
  bool dry_run = false;  // only where Verb::changes

  bool show_progress() const { return !quiet && !json && !verbose; }  // lines would break into the bar
};

using Action = std::function<ExitCode()>;

enum class VerbGroup { start, pipeline, answers, rox };

/// Which of the global options a verb takes beside --json, --quiet and --verbose.
struct VerbTraits {
  bool project = true;   // -C, -t, --source
  bool changes = false;  // --dry-run
};

struct Verb {
  std::string_view name;
  VerbGroup group;
  std::string_view summary;
  VerbTraits traits;
  Action (*define)(Options& verb, const GlobalOptions& globals);
};

std::span<const Verb> verbs();

/// The project that the command is about: rox.toml in project_dir or the nearest folder above it, with
/// --source applied. Throws usage_error.
Project open_project(const GlobalOptions& globals);

/// The chosen target. Throws usage_error if it doesn't exist.
const Target& chosen_target(const Project& project, const GlobalOptions& globals);

Action sample_verb(Options& verb, const GlobalOptions& globals);
Action analyze_verb(Options& verb, const GlobalOptions& globals);
Action completion_verb(Options& verb, const GlobalOptions& globals);
Action check_verb(Options& verb, const GlobalOptions& globals);
Action notify_verb(Options& verb, const GlobalOptions& globals);
Action watch_verb(Options& verb, const GlobalOptions& globals);
Action expect_verb(Options& verb, const GlobalOptions& globals);
Action release_verb(Options& verb, const GlobalOptions& globals);
Action doctor_verb(Options& verb, const GlobalOptions& globals);
Action rollback_verb(Options& verb, const GlobalOptions& globals);
Action step_verb(Options& verb, const GlobalOptions& globals);
Action retry_verb(Options& verb, const GlobalOptions& globals);
Action plan_verb(Options& verb, const GlobalOptions& globals);
Action infra_verb(Options& verb, const GlobalOptions& globals);
Action init_verb(Options& verb, const GlobalOptions& globals);
Action model_verb(Options& verb, const GlobalOptions& globals);
Action load_verb(Options& verb, const GlobalOptions& globals);
Action changes_verb(Options& verb, const GlobalOptions& globals);
Action diff_verb(Options& verb, const GlobalOptions& globals);
Action reconcile_verb(Options& verb, const GlobalOptions& globals);
Action query_verb(Options& verb, const GlobalOptions& globals);
Action dashboard_verb(Options& verb, const GlobalOptions& globals);
Action report_verb(Options& verb, const GlobalOptions& globals);
Action run_verb(Options& verb, const GlobalOptions& globals);
Action schema_verb(Options& verb, const GlobalOptions& globals);
Action source_verb(Options& verb, const GlobalOptions& globals);
Action serve_verb(Options& verb, const GlobalOptions& globals);
Action stage_verb(Options& verb, const GlobalOptions& globals);
Action status_verb(Options& verb, const GlobalOptions& globals);
Action transform_verb(Options& verb, const GlobalOptions& globals);
Action upload_verb(Options& verb, const GlobalOptions& globals);
Action read_part_verb(Options& verb, const GlobalOptions& globals);

}  // namespace rox
