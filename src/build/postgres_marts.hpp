// Marts on PostgreSQL that no change reaches: they stay as they are published.
//
// A mart is made whole, but where what changed of its tables is equal in all columns that it reads: a new price is
// nothing to a mart of names. A table that stands for the mart among the next ones says so to the steps that follow,
// also to those of a later process.
#pragma once

#include <string>

#include "build/bound_selects.hpp"
#include "build/postgres_changes.hpp"

namespace rox {

class PostgresMarts {
 public:
  /// All of it must outlive this.
  PostgresMarts(const Workspace& workspace, const PostgresChanges& changes, BoundSelects& selects,
                const PostgresPublication& publication)
      : workspace_(workspace), changes_(changes), selects_(selects), next_(publication.next()) {}

  /// Leaves the mart as it is, if it can be. From any thread, by a connection of its own.
  bool leave(PostgresConnection& connection, const Mart& mart);

  /// What stands for a mart that was left, as pg_tables has it.
  static std::string stand_in(const std::string& mart);

 private:
  bool is_reached(PostgresConnection& connection, const std::string& read, const ColumnsRead& columns);

  const Workspace& workspace_;
  const PostgresChanges& changes_;
  BoundSelects& selects_;
  const std::string next_;
};

}  // namespace rox
