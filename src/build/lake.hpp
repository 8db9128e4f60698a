// A lake of Iceberg's tables as a destination.
//
// What is proven in the workspace is written as Parquet files, which Spark takes into a next table of exact types;
// marts and checks follow there. In the end all next tables, the accounts too, become what readers see: in one commit
// where the catalogue can do that, else one after another, the accounts last, so that a run that dies in between is
// done again. Next tables have the build in their name and stay when it ends before that; the next run goes on with
// them.
#pragma once

#include <atomic>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "build/cluster_reading.hpp"
#include "build/destination.hpp"
#include "build/workspace.hpp"
#include "engine/lake/lake.hpp"

namespace rox {

class LakeDestination : public Destination {
 public:
  explicit LakeDestination(Workspace& workspace);
  ~LakeDestination() override;

  void open() override;
  std::string lane(const Step& step) const override;
  bool works_in_workspace(StepKind kind) const override;
  void transfer(const Step& step, StepResult& result) override;
  std::pair<std::uint64_t, std::uint64_t> sent(StepKind) const override { return {sent_, to_send_}; }
  MartRows make_mart(const Mart& mart) override;
  Engine& reader() override { return *lake_; }
  void publish(StepResult& result) override;
  void interrupt() override;

 private:
  const LakeConfig& config() const { return workspace_.inputs().target.lake(); }
  NextLakeTable next_of(const std::string& table) const;
  void discard_leftovers(const std::set<std::string>& wanted);
  std::vector<NextLakeTable> next_accounts(StepResult& result);
  void clear_up(const std::vector<NextLakeTable>& published);

  Workspace& workspace_;
  const std::filesystem::path folder_;  // where files are until Spark has taken them in
  const std::filesystem::path parts_;   // what Spark's tasks read
  std::unique_ptr<Lake> lake_;
  std::optional<ClusterReading> cluster_;
  std::string build_;  // the run that began it, as names have it
  std::string base_;   // the run whose warehouse this one follows
  bool published_ = false;
  std::atomic<std::uint64_t> sent_ = 0;
  std::atomic<std::uint64_t> to_send_ = 0;
};

/// What builds of this project left there that were never published.
void drop_unpublished_lake(const Project& project, const Target& target);

}  // namespace rox
