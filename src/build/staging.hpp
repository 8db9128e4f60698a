// The next staging while it is made. Rows that come in the order of their key are written as Parquet while they are
// read; the other tables are loaded into a scratch database and written from it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/temporary_folder.hpp"
#include "engine/duckdb/parquet.hpp"
#include "ledger/ledger.hpp"
#include "load/loader.hpp"
#include "plan/fingerprint.hpp"
#include "plan/plan.hpp"
#include "store/staging_folder.hpp"

namespace rox {

/// What the folder holds, as if it were what a warehouse holds.
std::map<std::string, LoadedTable> loaded_before(const Manifest& manifest);

class StagingBuild {
 public:
  /// `before`: what the folder holds. All must outlive the build. Opens the scratch database.
  StagingBuild(const Project& project, const Model& model, const Plan& plan, const HashCache& hashes,
               const Manifest& before, const std::filesystem::path& folder, const std::string& run);
  StagingBuild(const StagingBuild&) = delete;
  StagingBuild& operator=(const StagingBuild&) = delete;

  /// Does one step (StepKind::stage or publish) and fills in its counts.
  void run(const Step& step, StepResult& result);

  /// Loader::on_refused().
  void on_refused(Loader::OnRefused heed) { loads_.on_refused(std::move(heed)); }

  /// rejects/<table>.csv, rejects by type, mends that don't fit: as of a load.
  const Loader& loads() const { return loads_; }

  /// What the folder holds once it is published.
  const Manifest& manifest() const { return manifest_; }

 private:
  void stage(const Step& step, StepResult& result);
  void publish(StepResult& result);
  std::vector<StagedFile> write_parts(const Table& table);
  std::set<std::string> streamable_tables() const;
  std::uint64_t write_streamed(const Table& table, const std::shared_ptr<TableScan>& scan);

  const Project& project_;
  const Model& model_;
  const Plan& plan_;
  const HashCache& hashes_;
  const std::string run_;
  Manifest manifest_;
  StagingBatch batch_;
  const std::map<std::string, LoadedTable> before_;
  Loader loads_;
  TemporaryFolder scratch_;
  std::optional<DuckDbDatabase> database_;
  std::optional<DuckDbConnection> connection_;
  std::map<std::string, std::vector<WrittenPart>> streamed_;  // by table: written as its rows were read
};

}  // namespace rox
