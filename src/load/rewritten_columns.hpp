// Refuses exports whose columns are written in another way than when their table was loaded last, and whole tables
// whose keys are all others, by the sample of rows that each load keeps for the next (kept_sample.hpp).
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "ledger/accounts.hpp"
#include "load/kept_sample.hpp"
#include "load/load_table.hpp"
#include "project/project.hpp"
#include "source/export.hpp"

namespace rox {

/// Where samples are kept.
struct SampleKeeping {
  std::filesystem::path folder;
  const std::map<std::string, LoadedTable>* before = nullptr;        // by table: what was loaded last
  const std::map<std::string, std::string>* fingerprints = nullptr;  // by table: that it will have
};

/// A table that has just been loaded into the database; all of it must outlive this.
class SampledLoad {
 public:
  SampledLoad(DuckDbConnection& connection, const SampleKeeping& keeping, const TableExports& exports,
              const SourceConfig& source);

  /// Throws data_error, unless the table may change, or for other keys if it may shrink to that. `new_rows`: the table
  /// that has those that came, or some of them; empty if nobody knows which.
  void refuse_rewritten(const LoadCounts& load, const std::string& new_rows) const;

  /// Leaves the sample for the next load: of a table that was made anew another one. `is_here`: all its rows are.
  void keep(const LoadCounts& load, bool is_here) const;

 private:
  std::optional<std::filesystem::path> path_before() const;
  std::vector<std::string> compare_by_key(const KeptSample& before, const std::string& from, bool is_whole) const;
  std::vector<std::string> compare_new(const KeptSample& before, const std::string& from) const;
  [[noreturn]] void refuse(const std::string& what, const std::string& way_out) const;

  DuckDbConnection& connection_;
  const SampleKeeping& keeping_;
  const TableExports& exports_;
  const Table& table_;
  const std::vector<SampledColumn> columns_;
  const bool may_lose_rows_;
};

}  // namespace rox
