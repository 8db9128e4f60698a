// The tables and marts of a build on PostgreSQL, as what is computed from their changes finds them: those that stay as
// they are published, those that were made anew, and those of which the rows that changed are known.
#pragma once

#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "build/bound_selects.hpp"
#include "build/changed_tables.hpp"
#include "build/next_tables.hpp"
#include "build/workspace.hpp"
#include "engine/postgres/postgres.hpp"

namespace rox {

/// The tables and marts that this build leaves alone, and that aren't as rox published them any more. From any thread.
class ChangedByOthers {
 public:
  /// Looked for when it is first asked.
  const std::set<std::string>& find(PostgresConnection& connection, const Workspace& workspace,
                                    const NextTables& names);

 private:
  std::once_flag found_;
  std::set<std::string> changed_;
};

class PostgresTables {
 public:
  /// What is there by now; all of it must outlive this. The connection is one of its own, without an open transaction.
  PostgresTables(PostgresConnection& connection, const Workspace& workspace, BoundSelects& selects,
                 const NextTables& names, ChangedByOthers& others);

  const BuildChanges& changes() const { return changes_; }
  TablesPlace place();

  /// How many rows a table or mart has now.
  std::uint64_t rows(const std::string& table) const;

 private:
  bool is_known_mart(const std::string& name) const;
  std::string table(const std::string& name) const;
  std::string deleted(const std::string& name) const;
  std::vector<TablePart> parts(const std::string& name) const;
  std::vector<QueryPlan> plans(const std::vector<std::string>& selects, RowCounts row_counts);
  std::string why_not(const std::string& select);

  PostgresConnection& connection_;
  const Workspace& workspace_;
  BoundSelects& selects_;
  const NextTables& names_;
  std::set<std::string> next_;  // names that the schema of next tables has
  BuildChanges changes_;
};

/// Without the right to, nothing is computed from changes.
bool may_make_temporary(PostgresConnection& connection);
inline constexpr const char* kNoTemporary = "rox may make no temporary tables (GRANT TEMPORARY ON DATABASE)";

/// Which rows of a mart change: those whose key is among its moved ones.
InSet moved_rows(PostgresConnection& connection, const NextTables& names, const std::string& mart);

}  // namespace rox
