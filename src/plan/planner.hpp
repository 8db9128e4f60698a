// Makes plans: what is due is found by comparing the project and its files with what the target holds. Making a plan
// changes nothing.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "ledger/target_state.hpp"
#include "model/model.hpp"
#include "plan/plan.hpp"
#include "plan/selection.hpp"
#include "project/project.hpp"
#include "sql/dialect.hpp"

namespace rox {

/// What tables go back to: the rows that a run left.
struct EarlierState {
  std::string run;
  std::set<std::string> tables;  // that were others then
};

struct PlanOptions {
  SqlDialect dialect = SqlDialect::duckdb;  // of the target's engine
  bool uploads = false;                     // tables are loaded here and then go to a bucket, as files
  bool copies = false;                      // tables are loaded here, or uploaded, and then copied to a server
  std::string keeps_records{};              // of that target: tables that are loaded can be brought up to date
  bool full_refresh = false;
  bool loads = true;  // false: the tables stay as they are loaded, whatever the exports are now
  bool marts = true;  // false: marts that a load puts out of date are marked so
  bool checks = true;
  bool answers = true;
  StepSelection selection{};
  std::optional<EarlierState> earlier{};  // without loads
};

/// The options as they are for that target.
PlanOptions options_for(const Target& target, PlanOptions options);

/// Finds the exports, brings `state.files` up to date and compares with `warehouse`. `model` must outlive the plan.
/// Throws usage_error if there is nothing loaded that a plan without loads could work on.
Plan make_plan(const Project& project, const Model& model, const WarehouseState& warehouse, TargetState& state,
               const PlanOptions& options);

}  // namespace rox
