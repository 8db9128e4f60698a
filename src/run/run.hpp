// A run: the plan's steps, done one after another, recorded in the ledger.
//
// Tables are loaded into a private copy and published together, once all of them are in and every row is
// accounted for; a failure before that leaves the warehouse as it was. Answers are computed from the published
// warehouse: an analysis that fails is a failed step of a failed run, but the data stays published.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "build/progress.hpp"
#include "ledger/accounts.hpp"
#include "ledger/ledger.hpp"
#include "ledger/recorder.hpp"
#include "plan/planner.hpp"
#include "project/project.hpp"
#include "quality/report.hpp"

namespace rox {

/// In the place of a step's name: only begins the build, anew with a full refresh. Steps that are done one by one then
/// go on with a build that is a full refresh if it began as one.
inline constexpr std::string_view kBegin = "begin";

struct RunOptions {
  std::string command = "run";  // what the ledger calls it
  PlanOptions plan;
  std::string only{};      // one step (or kBegin), for who does each by itself; empty: all that are due
  std::string back_to{};   // a run (load/earlier_rows.hpp) whose tables take the place of those of now
  bool retry = false;      // goes on with the last run's work, also where that began with a full refresh
  std::string release{};   // the held run that is published: somebody looked at what its guards found
  bool fail_fast = false;  // after the first failure nothing else is begun
  std::chrono::milliseconds lock_wait = kLockWait;
};

/// What a run did and what the warehouse holds now.
struct RunReport {
  RunRecord record;
  WarehouseState warehouse;
  std::optional<ChecksReport> checks;  // if they were due
  std::vector<std::string> warnings;
  std::optional<Error> error;  // why the status is failed
};

/// Whether the run published what it made, whatever failed after that.
bool has_published(const RunRecord& record);

/// Runs. Throws only what keeps a run from starting (a broken model, another run going on); what
/// goes wrong later is in the report and in the ledger.
RunReport run_project(const Project& project, const Target& target, const RunOptions& options, RunObserver& observer);

/// The plan of such a run, and the model that it is about: the project's, evolved if its policy for drift says so.
struct PlannedRun {
  std::unique_ptr<const Model> model;  // what the plan's tables point to
  Plan plan;
  std::optional<BuildProgress> unfinished;  // of a build that a run left, if something in it may be gone on with
};

/// Plans without doing or writing anything.
PlannedRun plan_project(const Project& project, const Target& target, const RunOptions& options);

}  // namespace rox
