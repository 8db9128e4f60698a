// The next tables of a schema: made in a schema beside it, seen by nobody, and put in place together in one
// transaction.
//
// What others hang on the old tables stays: who may read them, views of theirs (dropped and made again as they were),
// foreign keys that point to them. What can't be kept (a materialized view) is an error that names it, before anything
// changes.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/postgres/postgres.hpp"

namespace rox {

class PostgresPublication {
 public:
  /// Takes the schema for this session, so that two rox, on two machines even, don't work on it at once; makes the
  /// schemas where they aren't there; drops what a killed run left. `session` must outlive this.
  PostgresPublication(PostgresConnection& session, std::string schema);
  /// Drops what was not published, if the connection still is.
  ~PostgresPublication();
  PostgresPublication(const PostgresPublication&) = delete;
  PostgresPublication& operator=(const PostgresPublication&) = delete;

  /// Where the next tables are to be made.
  const std::string& next() const { return next_; }

  struct Change {
    std::vector<std::string> replaced;  // tables that are in next() now, as SQL names them
    std::vector<std::string> dropped;   // tables that go
    std::function<void()> accounts;     // writes the accounts, in the same transaction
  };
  /// Puts the tables in place. Waits for readers of the old ones, but not for ever: then it throws a retryable error,
  /// and all is as before. Returns warnings: foreign keys of others that the new rows break.
  std::vector<std::string> publish(const Change& change);

 private:
  void swap(const Change& change);
  void drop_leftovers();
  std::vector<std::string> query_list(const std::string& sql);

  PostgresConnection& session_;
  const std::string schema_;
  const std::string next_;
  std::vector<std::string> validations_;  // of foreign keys that were put back, to be done after the transaction
};

}  // namespace rox
