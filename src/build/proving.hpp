// The next warehouse on another machine, as far as that is proven here: exports are read into a scratch database
// (.rox/next/<target>.duckdb) by the same code as a local load, and it is settled there what stays, which rows repeat a
// key, which have no parent. Only then rows travel; how, is for those that derive from this: server_build.hpp and
// redshift_build.hpp.
#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "build/build.hpp"

namespace rox {

/// Where the scratch database of that target's build is.
std::filesystem::path scratch_file(const Project& project, const Target& target);

class ScratchBuild : public WarehouseBuild {
 public:
  std::vector<std::string> warnings() const override;

 protected:
  explicit ScratchBuild(const BuildInputs& inputs);

  /// `intact`: whether what a step left on the server is still there.
  void open_scratch(const std::function<bool(const Step&)>& intact);
  /// Settles the relations, and that tables which are only read again are what the warehouse has.
  void relate(StepResult& result);
  /// The database, for connections of other threads.
  DuckDbDatabase& scratch_database() { return database().database(); }
  /// Whether no two rows have the same values there; a key with a NULL equals none.
  static bool is_unique(DuckDbConnection& scratch, const Table& table, const std::vector<std::string>& key);
  /// The tables and marts that this run makes, and those that go; names in lower case, as servers fold them.
  std::vector<std::string> replaced_names() const;
  std::vector<std::string> dropped_names() const;
  /// From any thread.
  void warn(std::string text);

 private:
  const std::set<std::string> read_;
  mutable std::mutex mutex_;  // of warnings_
  std::vector<std::string> warnings_;
};

}  // namespace rox
