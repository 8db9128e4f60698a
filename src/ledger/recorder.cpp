#include "ledger/recorder.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "base/clock.hpp"
#include "base/hash.hpp"
#include "base/interrupt.hpp"

namespace rox {
namespace {

using Clock = std::chrono::steady_clock;

Error stopped() {
  return outside_error(fmt::format("stopped by {}", interrupt_name()))
      .hint("finished steps are kept; `rox retry` resumes");
}

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Asks a step for its progress from a thread of its own until it goes out of scope.
class Watcher {
 public:
  explicit Watcher(std::function<void()> look)
      : look_(std::move(look)), thread_([this](const std::stop_token& stop) { run(stop); }) {}

 private:
  void run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, stop, std::chrono::milliseconds{100}, [&] { return stop.stop_requested(); })) look_();
  }

  std::function<void()> look_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace

RunRecord new_record(const Project& project, const Target& target, const std::string& command) {
  RunRecord record;
  const std::vector<std::string> runs = list_runs(project.state_dir());
  record.run = new_run_id(runs.empty() ? "" : runs.front());
  record.command = command;
  record.target = target.name;
  record.version = ROX_VERSION;
  record.project_hash = hash_text(project_text(project) + read_file(project.model_file()));
  record.started = utc_now();
  record.pid = ::getpid();
  return record;
}

RunRecorder::RunRecorder(const Project& project, RunRecord record, RunObserver& observer,
                         std::chrono::milliseconds lock_wait)
    : observer_(observer),
      state_dir_(project.state_dir()),
      keep_runs_(project.run.keep_runs),
      started_(Clock::now()),
      record_(std::move(record)) {
  make_directories(state_dir_);
  lock_.emplace(lock_file(state_dir_), lock_holder(record_), lock_wait);
  ledger_.emplace(state_dir_, record_);
}

void RunRecorder::do_step(const Step& step, const std::function<void(StepResult&)>& work,
                          const std::function<void()>& watch) {
  if (interrupt_signal() != 0) throw stopped();
  StepResult result;
  result.step = step.name();
  {
    std::lock_guard lock(mutex_);
    ledger_->step_started(step.name());
    observer_.step_started(step);
  }
  const auto start = Clock::now();
  auto end = [&](StepStatus status) {
    std::lock_guard lock(mutex_);
    result.status = status;
    result.seconds = seconds_since(start);
    ledger_->step_finished(result);
    observer_.step_finished(result);
    put(result);
  };
  try {
    std::optional<Watcher> watcher;
    if (watch) watcher.emplace(watch);
    work(result);
  } catch (const Error& error) {
    const Error why = interrupt_signal() != 0 ? stopped() : error;
    result.error = why.report();
    end(StepStatus::failed);
    throw why;
  } catch (const std::exception& error) {
    result.error = report_of(error);
    end(StepStatus::failed);
    throw;
  }
  end(StepStatus::done);
}

void RunRecorder::note_step(StepStatus status, StepResult result) {
  std::lock_guard lock(mutex_);
  result.status = status;
  ledger_->step_finished(result);
  put(std::move(result));
}

void RunRecorder::put(StepResult result) {
  const auto same = std::find_if(record_.steps.begin(), record_.steps.end(),
                                 [&](const StepResult& other) { return other.step == result.step; });
  if (same == record_.steps.end()) {
    record_.steps.push_back(std::move(result));
  } else {
    *same = std::move(result);
  }
}

void RunRecorder::note_drift(const std::vector<Drift>& drift) {
  for (const Drift& one : drift) {
    ledger_->drifted(one);
    record_.drift.push_back(one);
  }
}

void RunRecorder::note_guards(const std::vector<GuardResult>& results) {
  std::lock_guard lock(mutex_);
  for (const GuardResult& result : results) {
    ledger_->guarded(result);
    record_.guards.push_back(result);
  }
}

void RunRecorder::hold(std::string fingerprint) { record_.guards_fingerprint = std::move(fingerprint); }

void RunRecorder::fail(const std::exception& error) {
  record_.status = record_.guards_fingerprint.empty() ? RunStatus::failed : RunStatus::held;
  record_.error = report_of(error);
}

void RunRecorder::succeed(bool changed) {
  if (record_.status == RunStatus::running) record_.status = changed ? RunStatus::done : RunStatus::unchanged;
}

std::optional<Error> RunRecorder::conduct(const std::function<void()>& work,
                                          const std::function<std::vector<Step>()>& planned) {
  std::optional<Error> failure;
  try {
    work();
  } catch (const Error& error) {
    fail(error);
    failure = error;
  } catch (const std::exception& error) {
    fail(error);
    finish(planned());
    throw;
  }
  finish(planned());
  return failure;
}

void RunRecorder::finish(const std::vector<Step>& planned) {
  for (const Step& step : planned) {
    const auto& steps = record_.steps;
    if (std::any_of(steps.begin(), steps.end(), [&](const StepResult& s) { return s.step == step.name(); })) continue;
    StepResult& result = record_.steps.emplace_back();
    result.step = step.name();
    result.status = StepStatus::skipped;
    ledger_->step_finished(result);
  }
  record_.seconds = seconds_since(started_);
  ledger_->run_finished(record_);
  prune_runs(state_dir_, keep_runs_);
}

}  // namespace rox
