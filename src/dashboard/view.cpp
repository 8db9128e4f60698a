#include "dashboard/view.hpp"

#include <fmt/format.h>

#include <system_error>

#include "base/file.hpp"
#include "base/hash.hpp"
#include "dashboard/figure_sql.hpp"
#include "engine/result/cells.hpp"
#include "model/model_file.hpp"

namespace rox {

std::string project_stamp(const Project& project) {
  Hasher hasher;
  const auto add = [&](const std::filesystem::path& path) {
    if (const auto file = file_identity(path)) {
      hasher.update(fmt::format("{} {} {} {}\n", path.string(), file->inode, file->bytes, file->modified_ns));
    }
  };
  add(project.model_file());
  for (const auto& folder :
       {project.analyses_dir(), project.marts_dir(), project.checks_dir(), project.dashboard_dir()}) {
    for (const std::filesystem::path& path : entries_of(folder)) add(path);
  }
  return hasher.hex();
}

std::string View::id() const {
  Hasher hasher;
  hasher.update(snapshot_->id());
  hasher.update(project_stamp(snapshot_->project()));
  return hasher.hex();
}

std::shared_ptr<const Dashboard> View::dashboard() const {
  const std::lock_guard lock(mutex_);
  std::string now = project_stamp(snapshot_->project());
  if (dashboard_ == nullptr || now != stamp_) {
    dashboard_ = std::make_shared<const Dashboard>(read_dashboard(*snapshot_));
    stamp_ = std::move(now);
  }
  return dashboard_;
}

std::shared_ptr<const ProjectLineage> View::lineage() const {
  const std::lock_guard lock(lineage_mutex_);
  std::string now = project_stamp(snapshot_->project());
  if (lineage_ == nullptr || now != lineage_stamp_) {
    const Project& project = snapshot_->project();
    lineage_ = std::make_shared<const ProjectLineage>(project, read_model(project.model_file()));
    lineage_stamp_ = std::move(now);
  }
  return lineage_;
}

Extent View::extent(const Fact& fact, const TimeColumn& time) const {
  const std::string sql = extent_sql(fact, time, snapshot_->target().dialect());
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = extents_.find(sql); known != extents_.end()) return known->second;
  }
  LimitedEngine engine = snapshot_->connect();
  Extent extent = engine.ask([&](Engine& open) {
    Extent found;
    const auto rows = open.query(sql);
    rows->next();
    if (!rows->is_null(0, 0)) found.first = parse_day(text_at(*rows, 0, 0));
    if (!rows->is_null(1, 0)) found.last = parse_day(text_at(*rows, 1, 0));
    found.without_day = count_at(*rows, 2, 0);
    found.rows = count_at(*rows, 3, 0);
    return found;
  });
  const std::lock_guard lock(mutex_);
  return extents_.emplace(sql, extent).first->second;
}

}  // namespace rox
