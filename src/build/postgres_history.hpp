// Histories of tables (load/history.hpp) on PostgreSQL: in the schema of next tables, where marts read them, and in
// place with the tables that they are of.
//
// Of a table that was brought up to date by what changed, a view stands there, of the published versions without an end
// for those that go, and of those that come; publishing ends the ones and inserts the others. Otherwise, and if the
// table has other columns or types than it had, the whole history is made anew.
#pragma once

#include <string>
#include <vector>

#include "build/next_tables.hpp"
#include "build/workspace.hpp"
#include "engine/postgres/postgres.hpp"

namespace rox {

class PostgresHistory {
 public:
  /// Both must outlive this.
  PostgresHistory(const Workspace& workspace, const NextTables& names) : workspace_(workspace), names_(names) {}

  /// Once the rows of the table that come are on the server; by a connection of its own, without an open transaction.
  void make(PostgresConnection& connection, const Table& table) const;

  struct Publication {
    std::vector<std::string> replaced;    // tables that are in the schema of next ones, in lower case
    std::vector<std::string> statements;  // of the publishing transaction
  };
  Publication to_publish(PostgresConnection& session) const;

 private:
  struct Moment {
    std::string time;  // as SQL
    std::string run;
  };
  Moment now(PostgresConnection& connection, const Table& table) const;
  void make_whole(PostgresConnection& connection, const Table& table) const;
  void make_view(PostgresConnection& connection, const Table& table) const;
  std::string is_gone(const Table& table) const;
  std::string come(const Table& table, const Moment& now) const;

  const Workspace& workspace_;
  const NextTables& names_;
};

}  // namespace rox
