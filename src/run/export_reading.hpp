// The exports read once more, as a load would: the same rows accepted, the same ones rejected, in a database in memory
// that goes with it. For whoever holds something against them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/temporary_folder.hpp"
#include "load/loader.hpp"

namespace rox {

class ExportReading {
 public:
  /// Reads these tables (all, if none is named) and what decides which of their rows stay. All must outlive this.
  ExportReading(const Project& project, const Target& target, const Model& model,
                const std::vector<std::string>& tables);
  ExportReading(const ExportReading&) = delete;
  ExportReading& operator=(const ExportReading&) = delete;

  DuckDbConnection& connection() { return *connection_; }
  const LoadCounts& load(const std::string& table) const { return loads_->done().at(table); }
  /// Of a table as it would be loaded now.
  const std::string& fingerprint(const std::string& table) const { return fingerprints_.at(table); }

 private:
  TemporaryFolder spill_{"reading"};  // where DuckDB puts rows that don't fit into memory
  LoadInputs inputs_;
  std::map<std::string, std::string> fingerprints_;
  std::optional<Loader> loads_;
  std::optional<DuckDbConnection> connection_;
};

}  // namespace rox
