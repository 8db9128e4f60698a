// What a build works in: its own DuckDB database with the tables loaded there, their rejects, and what the next
// warehouse will hold. Everything is proven here, whatever the target: types, rejects, repeated keys, orphans.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/hash_cache.hpp"
#include "base/temporary_folder.hpp"
#include "build/build_database.hpp"
#include "build/changes.hpp"
#include "ledger/accounts.hpp"
#include "load/loader.hpp"
#include "load/relations.hpp"
#include "plan/plan.hpp"
#include "project/project.hpp"

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
  std::set<std::string> passed_before{};  // the checks that no row of the warehouse fails, as it is now
  bool take_up = true;                    // whether to resume a build that a run left; else it is begun anew
  bool released = false;                  // somebody looked at what guards would hold
};

class Workspace {
 public:
  /// `read`: the tables that are read from their exports here: those that are due, and any that prove them.
  Workspace(BuildInputs inputs, std::set<std::string> read);
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  const BuildInputs& inputs() const { return inputs_; }
  /// The tables that are loaded anew.
  const std::set<std::string>& due() const { return due_; }

  /// Opens the database, and takes up what is in it. `basis`: what the warehouse is that this build changes.
  void open(BuildDatabase::Origin origin, const std::string& basis);
  bool is_open() const { return database_.has_value(); }
  /// What the accounts in the database said when it was opened.
  const WarehouseState& found() const { return found_; }
  BuildDatabase& database() { return *database_; }
  const BuildDatabase& database() const { return *database_; }
  DuckDbConnection& connection() { return database_->connection(); }
  /// One more connection, for a thread of its own.
  DuckDbConnection connect() { return database_->database().connect(); }
  /// One that can only read, and sees what steps have finished.
  DuckDbConnection connect_for_reading() { return database_->database().connect_for_reading(); }

  /// For files that go with the build.
  const std::filesystem::path& scratch() const { return scratch_.path(); }

  // Steps that work on the connection.
  void load(const Step& step, StepResult& result);
  /// Rejects the orphans of enforced relations of the tables that were read, and reports the others. Tables that were
  /// only read again must be what the warehouse has.
  void relate(StepResult& result);
  /// Writes down what a step did in the accounts and in the build's progress, and commits.
  void finish(const Step& step, const StepResult& result);

  /// Changes of tables are applied in that place (RecordKeeping::rows), and not here. Before open().
  void apply_changes_at(ChangedTablesPlace place) { elsewhere_.emplace(std::move(place)); }
  /// Whether such a table was loaded by its changes alone, so that its other rows aren't here. From any thread.
  bool is_changed_elsewhere(const std::string& table) const;

  /// What this build changed so far of the tables and marts that the warehouse has. Empty if it works on no copy of it.
  std::optional<BuildChanges> changes();
  /// Whether the build has the difference of a mart that it made.
  void note_mart(const std::string& mart, bool known);
  /// Whether the copy still has that mart as the warehouse has it, made by the same SELECT that makes it now.
  bool has_mart_of_before(const Mart& mart);

  Loader& loads() { return loads_; }
  const Loader& loads() const { return loads_; }
  /// What the warehouse holds once it is published.
  const WarehouseState& state() const { return state_; }
  /// Whether the scanner has seen that no row lacks the table's primary key or has another's. From any thread.
  bool key_holds(const std::string& table) const;
  /// When the newest of a table's exports was written, or when its rows were put back. From any thread.
  std::chrono::system_clock::time_point written(const std::string& table) const;
  /// How many rows of a table are in the build. From any thread.
  std::uint64_t loaded_rows(const std::string& table) const;
  std::uint64_t total_rows() const;

  /// The tables and marts that this run makes whole, and those that go; names in lower case, as servers fold them.
  std::vector<std::string> replaced_names() const;
  std::vector<std::string> dropped_names() const;

  /// All tables and marts that the warehouse will have, in lower case.
  std::set<std::string> all_names() const;

  /// What this run changed in the accounts of the next warehouse: tables, their files, relations, marts.
  std::vector<std::string> account_statements(const AccountsPlace& place) const;
  /// The same with the rejects, for a warehouse that isn't made here.
  std::vector<std::string> server_account_statements(const AccountsPlace& place) const;
  /// The end of publishing, whatever the target: rejects/<table>.csv, and the step's counts.
  void note_published(StepResult& result) const;

  /// From any thread.
  void warn(std::string text);
  std::vector<std::string> warnings() const;

 private:
  void take_up();
  std::vector<LoadedFile> files_before(const std::string& table);
  void account_for(const Step& step, const StepResult& result);
  void keep_history(const std::string& table);
  std::set<std::string> to_read_again() const;
  void read_again(const std::string& table);
  void require_as_before(const std::string& table) const;
  bool has_rows(const std::string& table) const;
  std::string fingerprint_of(const Table& child, const Relation& relation) const;
  const RelationReport* known_report(const Table& child, const Relation& relation) const;
  const std::set<std::string>& known();
  /// `changed`: the tables whose difference is known.
  RelationReport report_relation(const Table& child, const Relation& relation, const std::set<std::string>& changed);
  std::vector<LoadedTable> loaded_tables() const;
  std::map<std::string, std::vector<ReadFile>> read_files(const std::set<std::string>& tables) const;

  const BuildInputs inputs_;
  const std::set<std::string> read_;
  const std::set<std::string> due_;
  WarehouseState state_;
  WarehouseState found_;
  Loader loads_;
  TemporaryFolder scratch_;
  std::optional<BuildDatabase> database_;
  std::optional<ChangedTablesPlace> elsewhere_;
  std::optional<std::set<std::string>> known_;  // tables and marts whose difference is known, once it was asked for
  std::set<std::string> read_here_;             // whole, though they aren't loaded or are changed elsewhere
  std::set<std::string> keys_that_hold_;        // of the tables that were loaded here
  std::set<std::string> changed_;               // that were loaded by what changed
  mutable std::mutex mutex_;                    // of state_.tables, keys_that_hold_, changed_ and warnings_
  std::vector<std::string> warnings_;
};

}  // namespace rox
