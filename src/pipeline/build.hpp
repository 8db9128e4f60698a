// The next warehouse, while a run makes it: a private copy, the tables loaded into it, its relations checked, its
// marts made, its rejects and accounts written down, and in the end published.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/ledger.hpp"
#include "pipeline/plan.hpp"
#include "pipeline/table_loads.hpp"
#include "pipeline/warehouse.hpp"
#include "quality/report.hpp"

namespace rox {

class WarehouseBuild {
 public:
  /// `before`: what the warehouse holds now. All must outlive the build.
  WarehouseBuild(const Project& project, const Target& target, const Model& model, const Plan& plan,
                 const HashCache& hashes, const WarehouseState& before, std::string run);

  /// Makes the private copy and opens it.
  void open();

  /// Does one step (of a kind that makes_warehouse) and fills in its counts.
  void run(const Step& step, StepResult& result);

  /// The load's scan that goes on, for progress; from any thread.
  std::shared_ptr<TableScan> load_scan() const { return loads_.load_scan(); }

  /// rejects/<table>.csv of the tables loaded so far. Published with the warehouse, or written by itself when the run
  /// fails.
  void write_reject_files() { loads_.write_reject_files(); }

  /// The columns of the tables loaded so far with values that aren't of their types.
  std::vector<Drift> value_drift() const { return loads_.value_drift(); }

  /// What the warehouse holds once it is published.
  const WarehouseState& state() const { return state_; }
  const std::vector<std::string>& warnings() const { return loads_.warnings(); }
  /// What the step `checks` found, if it was done.
  const std::optional<ChecksReport>& checks() const { return checks_; }

 private:
  void load(const Step& step, StepResult& result);
  void relate(StepResult& result);
  void transform(const Step& step, StepResult& result);
  void publish(StepResult& result);
  void drop_tables();
  void drop_marts();
  void mark_stale_marts();
  void write_accounts();

  const Project& project_;
  const Target& target_;
  const Model& model_;
  const Plan& plan_;
  const HashCache& hashes_;
  const std::string run_;
  WarehouseState state_;
  TableLoads loads_;
  std::optional<ChecksReport> checks_;
  // In this order: the connection closes before the copy goes away.
  std::optional<PrivateCopy> copy_;
  std::optional<DuckDbConnection> connection_;
};

}  // namespace rox
