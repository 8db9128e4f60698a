// The next warehouse, while a run makes it: tables loaded from their exports, relations checked, marts made, checks
// evaluated, rejects and accounts written down, and in the end all of it published at once.
//
// A local warehouse is made in a private copy of its file (local_build.hpp). That of another machine is proven here, in
// a scratch database (scratch_build.hpp), and then copied to PostgreSQL (server_build.hpp) or to Redshift
// (redshift_build.hpp). What all do alike is in this class.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "pipeline/ledger.hpp"
#include "pipeline/plan.hpp"
#include "pipeline/table_loads.hpp"
#include "pipeline/transform.hpp"
#include "quality/report.hpp"

namespace rox {

/// What a build is about. All of it must outlive the build.
struct BuildInputs {
  const Project& project;
  const Target& target;
  const Model& model;
  const Plan& plan;
  const HashCache& hashes;
  const WarehouseState& before;  // what the warehouse holds now
  std::string run;
};

class WarehouseBuild {
 public:
  virtual ~WarehouseBuild() = default;
  WarehouseBuild(const WarehouseBuild&) = delete;
  WarehouseBuild& operator=(const WarehouseBuild&) = delete;

  /// Makes the place where the next warehouse is made.
  virtual void open() = 0;

  /// Does one step (of a kind that makes_warehouse) and fills in its counts. Steps of kind copy may be done together,
  /// from several threads.
  virtual void run(const Step& step, StepResult& result) = 0;

  /// The load's scan that goes on, for progress; from any thread.
  std::shared_ptr<TableScan> load_scan() const { return loads_.load_scan(); }
  /// What steps of that kind (upload: bytes, copy: rows) have sent, and what they have to; from any thread.
  virtual std::pair<std::uint64_t, std::uint64_t> sent(StepKind) const { return {0, 0}; }

  /// rejects/<table>.csv of the tables loaded so far. Published with the warehouse, or written by itself when the run
  /// fails.
  void write_reject_files() { loads_.write_reject_files(); }

  /// The columns of the tables loaded so far with values that aren't of their types.
  std::vector<Drift> value_drift() const { return loads_.value_drift(); }

  /// What the warehouse holds once it is published.
  const WarehouseState& state() const { return state_; }
  virtual std::vector<std::string> warnings() const { return loads_.warnings(); }
  /// What the step `checks` found, if it was done.
  const std::optional<ChecksReport>& checks() const { return checks_; }

 protected:
  /// `read`: the tables that this build reads from their exports.
  WarehouseBuild(BuildInputs inputs, const std::set<std::string>& read);

  void load(const Step& step, StepResult& result);
  /// Rejects the orphans of enforced relations of the tables that were read, and reports the others.
  void relate(DuckDbConnection& connection, StepResult& result);
  /// The mart's table must not be there.
  void transform(Engine& engine, const Step& step, StepResult& result, const MartPlace& place = {});
  void check(Engine& engine, StepResult& result);
  /// Writes what this run changed into the accounts: tables, their files, relations, marts.
  void write_accounts(Engine& engine);
  std::uint64_t total_rows() const;

  const BuildInputs inputs_;
  WarehouseState state_;
  TableLoads loads_;
  const std::set<std::string> due_;  // the tables that are loaded anew

 private:
  std::optional<ChecksReport> checks_;
};

std::unique_ptr<WarehouseBuild> make_build(const BuildInputs& inputs);

}  // namespace rox
