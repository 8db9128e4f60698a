// Marts on PostgreSQL that are brought up to date from the changes of what they read.
//
// Of a mart that no change reaches nothing is made: it stays as it is published, which an empty table among the next
// ones says to the steps that follow, also to those of a later process. Where only some keys are touched, its SELECT is
// run for these, as in a local warehouse (build/touched_part.hpp): the decision is the same, from the same plan. Then
// there stand in the schema of next tables the rows that come, those that go, the keys of both, and a view of the
// mart's name. Publishing deletes and inserts the rows in the mart itself.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "build/bound_selects.hpp"
#include "build/make_mart.hpp"
#include "build/postgres_tables.hpp"
#include "build/touched_part.hpp"
#include "build/workspace.hpp"
#include "engine/postgres/publication.hpp"

namespace rox {

class PostgresMarts {
 public:
  /// All of it must outlive this.
  PostgresMarts(const Workspace& workspace, BoundSelects& selects, const NextTables& names, ChangedByOthers& others)
      : workspace_(workspace), selects_(selects), names_(names), others_(others) {}

  /// Brings the mart up to date, if it can be. Else says why it has to be made whole, or nothing if there is none yet.
  /// From any thread, by a connection of its own, without an open transaction.
  struct Update {
    bool done = false;
    MartRows rows{};
    std::string why{};
  };
  Update update(PostgresConnection& connection, const Mart& mart);

  /// Whether what stands for an update of the mart is there, and all that may, as pg_tables has them.
  static bool is_updated(const std::set<std::string>& there, const std::string& mart);
  static std::set<std::string> next_tables(const std::string& mart);

  struct Publication {
    std::vector<PostgresPublication::ChangedTable> changed;  // with those that stay as they are
    std::vector<std::string> accounts;                       // statements that say who wrote their rows
    std::vector<std::string> grown;                          // of more than a tenth new rows
  };
  /// What publishing does to the marts that were brought up to date.
  Publication to_publish(PostgresConnection& session, const std::set<std::string>& there) const;

 private:
  bool is_as_before(const Mart& mart) const;
  std::uint64_t rows_before(const std::string& mart) const;
  void give_up(PostgresConnection& connection, const std::string& mart);
  void leave(PostgresConnection& connection, const std::string& mart);
  Update try_update(PostgresConnection& connection, const Mart& mart);
  std::string update_part(PostgresConnection& connection, const Mart& mart, const TouchedPart& part,
                          const std::vector<std::string>& columns, MartRows& rows);
  std::string update_whole(PostgresConnection& connection, const Mart& mart, const std::vector<std::string>& columns,
                           MartRows& rows);
  /// Some rows of the mart as it was and is, as FROM has them: all those that have one of these values in `key`.
  struct Sides {
    std::string before;
    std::string after;
    std::vector<std::string> key;
    std::vector<std::string> columns;
  };
  std::string compare(PostgresConnection& connection, const Mart& mart, const Sides& sides, MartRows& rows);
  std::string keep_moved_rows(PostgresConnection& connection, const Mart& mart, const Sides& sides);

  const Workspace& workspace_;
  BoundSelects& selects_;
  const NextTables& names_;
  ChangedByOthers& others_;
};

}  // namespace rox
