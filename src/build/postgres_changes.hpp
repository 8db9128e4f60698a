// Tables of which little changed, on PostgreSQL: only new rows travel.
//
// In the schema of next tables stand, for such a table, the rows that come and the keys of those that go, and a view of
// the table's name: the published rows without the ones and with the others. Relations, marts and checks read it as
// they would read the table. (Some SQL of PostgreSQL's own wouldn't: GROUP BY a primary key covers the table's other
// columns. What DuckDB can't bind is taken for such.) Publishing deletes and inserts the rows in the published table
// itself, which keeps what hangs on it.
//
// That the published rows are still those of the last load is proven, not believed: they are as many, and each was
// written by a transaction of rox (build/published_table.hpp).
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "build/bound_selects.hpp"
#include "build/next_tables.hpp"
#include "build/published_table.hpp"
#include "build/workspace.hpp"
#include "engine/postgres/publication.hpp"
#include "load/base_rows.hpp"
#include "load/change_rows.hpp"
#include "load/relations.hpp"

namespace rox {

class PostgresChanges final : public BaseRows {
 public:
  /// All of it must outlive this. The session finds the next tables, then the published ones.
  PostgresChanges(Workspace& workspace, PostgresConnection& session, BoundSelects& selects, const NextTables& names);

  std::string why_not(LoadContext& context, const Table& table, const LoadedTable& loaded) override;
  std::string find_deleted(LoadContext& context, const Table& table, const FoundChange& found) override;
  std::uint64_t apply(LoadContext& context, const Table& table, const FoundChange& found) override;
  void give_up(const Table& table) override;

  /// Where what it has changed is asked.
  ChangedTablesPlace place();

  /// The next tables that the change of a table consists of, as pg_tables has them.
  static std::set<std::string> next_tables(const Table& table);

  /// What publishing does to the tables that were changed.
  std::vector<PostgresPublication::ChangedTable> to_publish();
  /// The tables of more than a tenth new rows, whose statistics are worth renewing.
  const std::vector<std::string>& grown() const { return grown_; }
  /// Writes down who wrote the rows that are published, and which of them changed; after to_publish().
  std::vector<std::string> account_statements() const;

 private:
  /// The published table as it was found.
  struct Base {
    PublishedKeys keys;
    std::uint64_t rows = 0;
  };
  struct Counts {
    std::uint64_t inserted = 0;  // with updated
    std::uint64_t deleted = 0;   // with updated
    std::uint64_t updated = 0;
    bool is_listed() const { return inserted + deleted - updated <= kMostChangeRows; }
  };

  std::string look_at(const Table& table, const LoadedTable& loaded);
  std::string where_it_stays(const Table& table, const FoundChange& found) const;
  std::string prepare(LoadContext& context, const Table& table, const FoundChange& found);
  void add_missing_keys(LoadContext& context, const Table& table, std::uint64_t missing);
  void send(DuckDbConnection& from, const std::string& select, const Table& table);
  std::string judge_alternate_keys(const Table& table, const FoundChange& found);
  std::string keep_rows(const Table& table) const;
  std::uint64_t count(const std::string& from);

  Workspace& workspace_;
  PostgresConnection& session_;
  BoundSelects& selects_;
  const NextTables& names_;
  std::map<std::string, Base> bases_;
  std::map<std::string, Counts> counts_;  // of what is to be published
  std::vector<std::string> grown_;
};

}  // namespace rox
