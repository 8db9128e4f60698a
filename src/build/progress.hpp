// What a build has done so far, kept in the build's own DuckDB database: in the private copy of a local warehouse, or
// in the scratch database of one for another machine. A step is written down in the transaction that does its work. So
// a run that was killed or failed leaves a build that a later one goes on with, and steps may be done one by one, each
// by a process of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "engine/engine.hpp"
#include "ledger/ledger.hpp"
#include "plan/plan.hpp"

namespace rox {

struct FinishedStep {
  std::string fingerprint;
  std::string run;  // that did the step
  StepResult result;
};

struct BuildProgress {
  std::string build;  // the run that began it
  std::string basis;  // what it was begun from: whoever would begin from something else can't go on with it
  bool full_refresh = false;
  std::map<std::string, FinishedStep> steps;  // by name
};

/// Begins one in the place of any other that there is.
void begin_progress(Engine& engine, const BuildProgress& progress);

/// Empty if the database has none.
std::optional<BuildProgress> read_progress(Engine& engine);

/// In the transaction that is open.
void write_finished_step(Engine& engine, const std::string& run, const Step& step, const StepResult& result);

/// The plan's steps that need not be done again, because the progress has them as they are to be and all that they need
/// too. `intact`: whether what the step made is still there. Nothing if the build isn't of use: it has something in it
/// that this plan wouldn't make, rows of an export that was never published (what changes is told, and kept in
/// histories, from what was), or orphans were taken out of its tables that may be none any more.
std::optional<std::set<std::string>> steps_to_take_up(const Plan& plan, const BuildProgress& progress,
                                                      const std::function<bool(const Step&)>& intact);

}  // namespace rox
