// What a command that changes something tells while it goes on: to the ledger, and to whoever watches. It holds the
// project's lock as long as it lives, so that only one such command goes on at a time.
#pragma once

#include <chrono>
#include <exception>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/interrupt.hpp"
#include "ledger/ledger.hpp"
#include "ledger/step.hpp"
#include "project/project.hpp"

namespace rox {

/// Told what a run does. Callbacks come from the running thread, except progress(), which another thread calls during a
/// step.
class RunObserver {
 public:
  virtual ~RunObserver() = default;
  virtual void step_started(const Step&) {}
  virtual void step_finished(const StepResult&) {}
  /// Bytes read of `total`, and rows so far, several times a second.
  virtual void progress(const Step&, std::uint64_t /*bytes*/, std::uint64_t /*total*/, std::uint64_t /*rows*/) {}
};

/// The record of a run that begins now.
RunRecord new_record(const Project& project, const Target& target, const std::string& command);

/// Not thread-safe, but for steps: several may be done together.
class RunRecorder {
 public:
  /// Takes the lock, waiting for it that long, and begins the ledger. Throws a retryable Error that names the holder if
  /// another still has the lock.
  RunRecorder(const Project& project, RunRecord record, RunObserver& observer,
              std::chrono::milliseconds lock_wait = kLockWait);

  const RunRecord& record() const { return record_; }
  RunObserver& observer() { return observer_; }

  /// Does one step, recorded whether it ends well or not. `watch` is called from another thread several times a
  /// second meanwhile.
  void do_step(const Step& step, const std::function<void(StepResult&)>& work, const std::function<void()>& watch = {});

  /// A step that isn't done this time, because its result is there: it is `unchanged` or `resumed`.
  void note_step(StepStatus status, StepResult result);
  void note_drift(const std::vector<Drift>& drift);
  void note_guards(const std::vector<GuardResult>& results);
  /// The run isn't a failed one, but one whose guards, with that fingerprint, keep it from publishing.
  void hold(std::string fingerprint);

  /// The run is a failed one, because of `error`.
  void fail(const std::exception& error);
  /// Unless it has failed.
  void succeed(bool changed);
  /// Does all of the run, and ends the ledger. An Error that comes out of `work` makes the run a failed one and is
  /// returned; anything else does too, and is thrown on. Those of the `planned` steps, which are asked for after the
  /// work, that weren't reached are skipped ones. Called once, last.
  std::optional<Error> conduct(const std::function<void()>& work, const std::function<std::vector<Step>()>& planned);

 private:
  void finish(const std::vector<Step>& planned);
  /// What became of a step that was done again counts in the place of what became of it before.
  void put(StepResult result);

  std::mutex mutex_;  // of all below, while steps are done
  RunObserver& observer_;
  HeedInterrupts heed_interrupts_;
  std::filesystem::path state_dir_;
  std::size_t keep_runs_;
  std::chrono::steady_clock::time_point started_;
  RunRecord record_;
  std::optional<FileLock> lock_;
  std::optional<LedgerWriter> ledger_;
};

}  // namespace rox
