// How commands show the steps of a run: those that they would do, and the one that goes on.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>

#include "base/terminal.hpp"
#include "build/progress.hpp"
#include "cli/verbs.hpp"
#include "ledger/recorder.hpp"
#include "plan/selection.hpp"

namespace rox {

/// Draws the progress of the step that goes on.
class ProgressView : public RunObserver {
 public:
  explicit ProgressView(bool enabled) : bar_(enabled) {}

  void step_finished(const StepResult&) override;
  void progress(const Step& step, std::uint64_t bytes, std::uint64_t total, std::uint64_t rows) override;

 private:
  std::mutex mutex_;
  ProgressBar bar_;
};

/// --select and --exclude.
void add_selection(Options& verb, StepSelection& selection);

/// --wait.
void add_wait(Options& verb, std::chrono::milliseconds& wait);

/// Prints what --dry-run is asked for. `unfinished`: of a build that a run left.
/// Why the target's last run failed, if it did.
void note_failed(const Project& project, const Target& target);

ExitCode show_plan(const Plan& plan, const GlobalOptions& globals,
                   const std::optional<BuildProgress>& unfinished = std::nullopt);

}  // namespace rox
