// The next warehouse, while a run makes it: tables loaded from their exports, relations checked, marts made, checks
// evaluated, rejects and accounts written down, and in the end all of it published at once. What was done is in a
// database that stays when a run ends before that, and the next run goes on with it (journal.hpp).
//
// A local warehouse is made in a private copy of its file (local_build.hpp). That of another machine is proven here, in
// a scratch database (scratch_build.hpp), and then copied to PostgreSQL (server_build.hpp) or to Redshift
// (redshift_build.hpp). What all do alike is in this class.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "build/build_database.hpp"
#include "build/make_mart.hpp"
#include "ledger/ledger.hpp"
#include "load/loader.hpp"
#include "plan/plan.hpp"
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
  bool full_refresh = false;
  bool take_up = true;  // whether to go on with a build that a run left; else it is begun anew
};

class WarehouseBuild {
 public:
  virtual ~WarehouseBuild() = default;
  WarehouseBuild(const WarehouseBuild&) = delete;
  WarehouseBuild& operator=(const WarehouseBuild&) = delete;

  /// Makes the place where the next warehouse is made, or finds the one that a run left.
  virtual void open() = 0;

  /// The steps that were found done, with what they did, by name.
  const std::map<std::string, JournalEntry>& taken_up() const { return database_->taken_up(); }

  /// The build stays when this goes, even with nothing done.
  void keep() { database_->keep(); }

  /// Steps of one lane can't be done together (step_runner.hpp); those without one can.
  virtual std::string lane(const Step& step) const = 0;

  /// Does one step (of a kind that makes_warehouse), fills in its counts, and writes it down. From several threads, as
  /// lane() says.
  void run(const Step& step, StepResult& result);

  /// Makes the step that goes on fail soon; from any thread.
  virtual void interrupt() { connection().interrupt(); }

  /// The load's scan that goes on, for progress; from any thread.
  std::shared_ptr<TableScan> load_scan() const { return loads_.load_scan(); }
  /// What steps of that kind (upload: bytes, copy: rows) have sent, and what they have to; from any thread.
  virtual std::pair<std::uint64_t, std::uint64_t> sent(StepKind) const { return {0, 0}; }

  /// rejects/<table>.csv of the tables loaded so far. Published with the warehouse, or written by itself when the run
  /// fails.
  void write_reject_files() { loads_.write_reject_files(inputs_.plan.dropped); }

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

  /// Opens the build's database, and takes up what is in it. `basis`: what the warehouse is that this build changes.
  void open_database(BuildDatabase::Origin origin, const std::string& basis);
  bool has_database() const { return database_.has_value(); }
  BuildDatabase& database() { return *database_; }
  DuckDbConnection& connection() { return database_->connection(); }
  DuckDbOptions database_options() const;

  /// Whether the step works on the build's own connection, in whose transaction it is then written down too.
  virtual bool works_here(const Step& step) const = 0;
  /// Does one step.
  virtual void work(const Step& step, StepResult& result) = 0;
  void load(const Step& step, StepResult& result);
  /// Rejects the orphans of enforced relations of the tables that were read, and reports the others.
  void relate(StepResult& result);
  /// How many rows of a table are in the build. From any thread.
  std::uint64_t loaded_rows(const std::string& table);
  /// The mart's table must not be there.
  void transform(Engine& engine, const Step& step, StepResult& result, const MartPlace& place = {});
  void check(Engine& engine, StepResult& result);
  /// Writes what this run changed into the accounts: tables, their files, relations, marts.
  void write_accounts(Engine& engine);
  std::uint64_t total_rows() const;

  const BuildInputs inputs_;
  WarehouseState state_;
  Loader loads_;
  const std::set<std::string> due_;  // the tables that are loaded anew

 private:
  void take_up();
  void account_for(const Step& step, const StepResult& result);
  std::map<std::string, std::vector<ReadFile>> read_files(const std::set<std::string>& tables) const;

  std::optional<BuildDatabase> database_;
  std::mutex mutex_;  // of its connection and of state_, while steps are done together
  std::optional<ChecksReport> checks_;
};

/// Where the database of the target's build is, if there is one.
std::filesystem::path build_file(const Project& project, const Target& target);

std::unique_ptr<WarehouseBuild> make_build(const BuildInputs& inputs);

}  // namespace rox
