// Staging: the model's tables as Parquet, for whoever reads files instead of asking the warehouse (Redshift, Spark).
//
// Exports are read exactly as a run loads them (load/loader.hpp), into a scratch database: the same rows are
// staged that `rox run` would load, the same ones are rejected. Only tables whose inputs changed are read again. All of
// them are published together (store/staging_folder.hpp), or none.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "ledger/recorder.hpp"
#include "plan/planner.hpp"
#include "store/manifest.hpp"

namespace rox {

struct StagingOptions {
  std::filesystem::path folder;     // absolute
  std::vector<std::string> tables;  // only these; empty: all
  bool full_refresh = false;
  std::chrono::milliseconds lock_wait = kLockWait;
};

struct StagingReport {
  RunRecord record;
  Manifest manifest;  // what the folder holds now
  std::vector<std::string> warnings;
  std::optional<Error> error;  // why the status is failed
};

/// Throws only what keeps it from starting; what goes wrong later is in the report and in the ledger.
StagingReport stage_project(const Project& project, const Target& target, const StagingOptions& options,
                            RunObserver& observer);

/// What it would do.
struct PlannedStaging {
  std::unique_ptr<const Model> model;  // what the plan's tables point to
  Plan plan;
};

/// Plans without doing or writing anything.
PlannedStaging plan_staging(const Project& project, const Target& target, const StagingOptions& options);

}  // namespace rox
