// Tables of a warehouse on PostgreSQL, with what runs changed in them, as a local one has them: what an earlier run
// left is computed there (load/earlier_rows.hpp).
#pragma once

#include <vector>

#include "base/temporary_folder.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "model/model.hpp"
#include "project/project.hpp"

namespace rox {

/// A copy in a temporary database. The tables aren't in it before copy().
class ServerRows {
 public:
  /// `server` must outlive this.
  ServerRows(const Project& project, Engine& server);

  /// Once for each table.
  void copy(const Table& table);

  DuckDbConnection& connection() { return connection_; }

 private:
  void fill(const std::string& table, const std::string& select);

  Engine& server_;
  TemporaryFolder folder_;
  DuckDbConnection connection_;
};

}  // namespace rox
