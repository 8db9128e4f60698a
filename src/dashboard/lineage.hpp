// From where the columns of a project's marts come, and who uses each column, as the dashboard asks for it.
#pragma once

#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "build/column_lineage.hpp"
#include "dashboard/params.hpp"
#include "project/project.hpp"

namespace rox {

/// Thread-safe.
class ProjectLineage {
 public:
  /// Marts and checks whose files are wrong are left out: the pages Model and Quality say what is wrong with them.
  ProjectLineage(const Project& project, const Model& model);

  const ColumnLineage& columns() const { return columns_; }
  /// As columns_behind() does.
  ColumnsBehind behind(const std::string& select) const;

 private:
  mutable std::mutex mutex_;
  mutable EmptyWarehouse warehouse_;
  ColumnLineage columns_;
};

/// {"columns":[{"table","column"}],"checks":[…],"unknown"}: all that the SELECT `sql` depends on, the checks that read
/// any of these columns, and, if nobody can tell, why.
nlohmann::ordered_json lineage_json(const ProjectLineage& lineage, const Params& params);

}  // namespace rox
