// The DuckDB database that a build works in, with its progress. It outlives the run if that doesn't end well, so that
// the next one goes on with it.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "build/progress.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "plan/plan.hpp"

namespace rox {

class BuildDatabase {
 public:
  struct Origin {
    std::filesystem::path file;
    DuckDbOptions options;
    BuildProgress progress;      // as it is if the build begins now
    bool take_up = true;         // false: what is there is not gone on with
    std::function<void()> make;  // makes the place of `file`, which isn't there, or a copy to work on
    /// Whether what a step made outside of the database is still there.
    std::function<bool(DuckDbConnection&, const Step&)> intact = [](DuckDbConnection&, const Step&) { return true; };
  };

  /// Takes up the database if that is of use for the plan, else begins it anew. A transaction is open then.
  BuildDatabase(const Origin& origin, const Plan& plan);
  /// Closes it. It stays if it has steps that a later run can go on with, and isn't in the way on a full disk.
  ~BuildDatabase();
  BuildDatabase(const BuildDatabase&) = delete;
  BuildDatabase& operator=(const BuildDatabase&) = delete;

  DuckDbDatabase& database() { return *database_; }
  DuckDbConnection& connection() { return *connection_; }

  /// The steps that were taken up, with what they did, by name.
  const std::map<std::string, FinishedStep>& taken_up() const { return taken_up_; }

  /// The run that began the build.
  const std::string& begun_by() const { return begun_by_; }

  /// It stays even with no step in it.
  void keep() { keep_ = true; }
  /// Whether it will stay if it isn't removed.
  bool stays() const;

  /// Writes the step down and commits; then the next transaction is open.
  void finish_step(const std::string& run, const Step& step, const StepResult& result);
  /// Commits what was done before the first step; then the next transaction is open.
  void commit();
  /// Gives up what was done since.
  void roll_back();
  /// Writes everything to the file and closes it.
  void close();
  /// It served its purpose, and won't stay.
  void discard() { steps_ = 0, keep_ = false; }

 private:
  bool take_up(const Origin& origin, const Plan& plan);
  void open(const DuckDbOptions& options);

  const std::filesystem::path file_;
  std::string begun_by_;
  std::map<std::string, FinishedStep> taken_up_;
  std::optional<DuckDbDatabase> database_;
  std::optional<DuckDbConnection> connection_;
  std::size_t steps_ = 0;  // written down
  bool keep_ = false;
};

/// The write-ahead log that DuckDB keeps beside a database file.
std::filesystem::path wal_of(const std::filesystem::path& file);

/// The database file and its write-ahead log.
void remove_database(const std::filesystem::path& file);

/// The progress of a build that stays there; empty if there is none, or it can't be read now.
std::optional<BuildProgress> read_build_progress(const std::filesystem::path& file);

}  // namespace rox
