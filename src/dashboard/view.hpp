// One published state of the warehouse with what the dashboard knows of it: made once, and again when the project's
// files change.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "dashboard/dashboard.hpp"
#include "dashboard/lineage.hpp"
#include "dashboard/period.hpp"
#include "dashboard/snapshot.hpp"

namespace rox {

/// From when to when a fact goes by one of its times.
struct Extent {
  std::optional<Day> first{};
  std::optional<Day> last{};
  std::uint64_t without_day = 0;  // rows
  std::uint64_t rows = 0;
};

/// Thread-safe.
class View {
 public:
  explicit View(std::shared_ptr<const Snapshot> snapshot) : snapshot_(std::move(snapshot)) {}

  const Snapshot& snapshot() const { return *snapshot_; }
  const std::shared_ptr<const Snapshot>& shared_snapshot() const { return snapshot_; }

  /// Changes when the warehouse does, or a file that pages are made from.
  std::string id() const;
  std::shared_ptr<const Dashboard> dashboard() const;
  std::shared_ptr<const ProjectLineage> lineage() const;
  Extent extent(const Fact& fact, const TimeColumn& time) const;

 private:
  std::shared_ptr<const Snapshot> snapshot_;
  mutable std::mutex mutex_;
  mutable std::string stamp_;
  mutable std::shared_ptr<const Dashboard> dashboard_;
  mutable std::map<std::string, Extent> extents_;  // by their SQL
  mutable std::mutex lineage_mutex_;               // its own, since making it takes a while: pages don't wait for it
  mutable std::string lineage_stamp_;
  mutable std::shared_ptr<const ProjectLineage> lineage_;
};

/// The state of the project's files that answers are made from beside the warehouse.
std::string project_stamp(const Project& project);

}  // namespace rox
