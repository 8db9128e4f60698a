// The ledger: the record of runs. One file a run, `.rox/runs/<run>.jsonl`, one event a line, only ever
// appended to, each line in one write(2): it can be read while the run goes on, and a run that is killed
// leaves what it did until then. Nothing reads it to decide what to do: that is in the warehouse.
//
// Events: run_started, step_started, step_finished, step_failed, drift, guard, run_finished. docs/warehouse.md lists
// their fields.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.hpp"
#include "ledger/drift.hpp"
#include "ledger/guard_result.hpp"
#include "ledger/step.hpp"

namespace rox {

enum class RunStatus {
  running,
  done,
  unchanged,  // there was nothing to do
  failed,
  held,    // a guard keeps what was made from being published
  killed,  // no end was recorded and its process is gone
};

std::string_view to_string(RunStatus status);

/// One run: what `rox run` returns and what the ledger keeps of it.
struct RunRecord {
  std::string run;
  std::string command;  // "run", "load"
  std::string target;
  bool full_refresh = false;        // as it was asked for,
  std::vector<std::string> select;  // so that `rox retry` can ask again
  std::vector<std::string> exclude;
  std::string version;
  std::string project_hash;
  std::string started;  // 2026-11-23T22:26:35.123Z
  std::int64_t pid = 0;
  RunStatus status = RunStatus::running;
  double seconds = 0;
  std::string error;
  std::vector<StepResult> steps;
  std::vector<Drift> drift;
  std::vector<GuardResult> guards;
  std::string guards_fingerprint;  // of the step `guards`, if the run is held: what is held
  std::string released;            // the held run that this one published
  std::string damage;              // why something of its file was passed over: "FILE:LINE: …"; of several, the first
};

/// Writes one run's events. Not thread-safe.
class LedgerWriter {
 public:
  /// Creates the file, locks it as long as this lives (so that readers see that the run goes on) and writes
  /// run_started from `run` (its status and steps don't matter).
  LedgerWriter(const std::filesystem::path& state_dir, const RunRecord& run);

  void step_started(std::string_view step);
  /// As step_failed if that is its status.
  void step_finished(const StepResult& step);
  void drifted(const Drift& drift);
  void guarded(const GuardResult& result);
  void run_finished(const RunRecord& run);

 private:
  void append(const std::string& line);

  std::filesystem::path path_;
  UniqueFd fd_;
};

/// The lock that a run holds while it goes on.
std::filesystem::path lock_file(const std::filesystem::path& state_dir);

/// What the lock file says about its holder, for RunRecord::run.
std::string lock_holder(const RunRecord& run);

/// The ids of all runs, newest first.
std::vector<std::string> list_runs(const std::filesystem::path& state_dir);

/// Throws usage_error if there is no such run. Lines that aren't whole (the run was killed while writing) and lines of
/// another shape, which RunRecord::damage tells, are passed over.
RunRecord read_run(const std::filesystem::path& state_dir, const std::string& run);

/// Removes the files of all but the newest `keep` runs.
void prune_runs(const std::filesystem::path& state_dir, std::size_t keep);

}  // namespace rox
