// Exports that Spark's tasks read for a lake (docs/lake.md), each running `rox read-part` on a part of them.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "build/workspace.hpp"
#include "engine/lake/lake.hpp"
#include "load/divide_exports.hpp"
#include "load/parts.hpp"

namespace rox {

class ClusterReading {
 public:
  /// `folder`: where the tasks put what they read. All must outlive this.
  ClusterReading(Workspace& workspace, Lake& lake, const std::filesystem::path& folder);

  /// What was read of a table. The first call reads all tables that aren't in yet: most of them are small.
  ReadParts read(const TableExports& exports);

 private:
  std::map<std::string, std::vector<ExportPart>> divide() const;
  std::map<std::string, std::vector<ExportPart>> settle(std::map<std::string, std::vector<ExportPart>>& parts) const;
  void read_all();
  void read_parts(const std::map<std::string, std::vector<ExportPart>>& parts);

  Workspace& workspace_;
  Lake& lake_;
  const std::filesystem::path& folder_;
  std::map<std::string, std::vector<ExportPart>> parts_;  // by table
};

}  // namespace rox
