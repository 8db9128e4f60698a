// The next warehouse on another machine, as far as that is proven here: exports are read into a scratch database by the
// same code as a local load, and it is settled there what stays, which rows repeat a key, which have no parent. Only
// then rows travel; how, is for those that derive from this: server_build.hpp and redshift_build.hpp.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/build.hpp"

namespace rox {

class ScratchBuild : public WarehouseBuild {
 public:
  std::vector<std::string> warnings() const override;

 protected:
  explicit ScratchBuild(const BuildInputs& inputs);

  void open_scratch();
  /// Settles the relations, and that tables which are only read again are what the warehouse has.
  void relate(StepResult& result);
  /// The database, for connections of other threads.
  DuckDbDatabase& scratch_database() { return *scratch_database_; }
  /// Whether no two rows have the same values there; a key with a NULL equals none.
  static bool is_unique(DuckDbConnection& scratch, const Table& table, const std::vector<std::string>& key);
  /// The tables and marts that this run makes, and those that go; names in lower case, as servers fold them.
  std::vector<std::string> replaced_names() const;
  std::vector<std::string> dropped_names() const;
  const Mart& mart(const std::string& name) const;
  /// From any thread.
  void warn(std::string text);

 private:
  const std::set<std::string> read_;
  std::optional<DuckDbDatabase> scratch_database_;
  std::optional<DuckDbConnection> scratch_;
  mutable std::mutex mutex_;  // of warnings_
  std::vector<std::string> warnings_;
};

}  // namespace rox
