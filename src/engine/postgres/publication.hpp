// The next tables of a schema: made in a schema beside it, seen by nobody, and put in place together in one
// transaction.
//
// What others hang on the old tables stays: who may read them, views of theirs (dropped and made again as they were),
// foreign keys that point to them. What can't be kept (a materialized view) is an error that names it, before anything
// changes.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "engine/postgres/postgres.hpp"

namespace rox {

class PostgresPublication {
 public:
  /// Takes the schema for this session, so that two rox, on two machines even, don't work on it at once; makes the
  /// schemas where they aren't there. `session` must outlive this.
  PostgresPublication(PostgresConnection& session, std::string schema);
  /// Drops what was not published and isn't to be left, if the connection still is.
  ~PostgresPublication();
  PostgresPublication(const PostgresPublication&) = delete;
  PostgresPublication& operator=(const PostgresPublication&) = delete;

  /// To be called on each other connection that works there: should this process be killed, the next one waits until
  /// the server has noticed.
  void enlist(PostgresConnection& connection) const;

  /// Where the next tables are to be made.
  const std::string& next() const { return next_; }

  /// What is there: at first, what a run that didn't end left.
  std::set<std::string> next_tables();
  void drop_next_tables_but(const std::set<std::string>& wanted);
  /// They stay there for a later run.
  void leave_next_tables() { leave_ = true; }

  /// A table that stays, and some of whose rows are replaced.
  struct ChangedTable {
    std::string table;  // as SQL names it
    std::string count;  // a SELECT that gives `rows` if the table is still as it was when the change was made
    std::uint64_t rows = 0;
    std::string keep;    // a statement of the transaction, while the rows are as they were; empty: none
    std::string remove;  // a DELETE of so many rows; empty: none
    std::uint64_t removed = 0;
    std::string insert;  // an INSERT of so many rows; empty: none
    std::uint64_t inserted = 0;
  };

  struct Change {
    std::vector<std::string> replaced;  // tables that are in next() now, as SQL names them
    std::vector<std::string> dropped;   // tables that go
    std::vector<ChangedTable> changed;
    std::vector<std::string> accounts;  // statements that belong to the same transaction
  };
  /// Puts the tables in place. Waits for readers of the old ones, but not for ever: then it throws a retryable error,
  /// and all is as before. So it is if somebody has changed a table meanwhile, which is a data_error. Returns warnings:
  /// foreign keys of others that the new rows break.
  std::vector<std::string> publish(const Change& change);

 private:
  void swap(const Change& change);
  void require_unchanged(const std::vector<ChangedTable>& tables);
  void change_rows(const ChangedTable& change);
  std::vector<std::string> query_list(const std::string& sql);

  PostgresConnection& session_;
  const std::string schema_;
  const std::string next_;
  bool leave_ = false;
  std::vector<std::string> validations_;  // of foreign keys that were put back, to be done after the transaction
};

}  // namespace rox
