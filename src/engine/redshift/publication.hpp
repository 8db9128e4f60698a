// The next tables of a schema in Redshift: made beside the old ones, and put in their place in one transaction.
//
// Redshift can't move a table to another schema. So a next table is made in the schema itself under a name with the
// run in it (person__20261125t105038123_ab12), and a schema of views gives it its own name while marts are made and
// checks are evaluated. Publishing drops the old tables and renames the new ones.
//
// Redshift has no advisory locks either. Two rox that work on one schema don't see each other's tables, and whoever
// publishes second finds that the warehouse is no longer the one that it began with, and changes nothing.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/redshift/redshift.hpp"

namespace rox {

class RedshiftPublication {
 public:
  /// Makes the schemas where they aren't there, and drops what other runs left of which `is_dead` says that they are
  /// over, or that are a day old. `session` must outlive this.
  RedshiftPublication(Redshift& session, const AwsResources& place, const std::string& run,
                      const std::function<bool(const std::string& run)>& is_dead);
  /// Drops what was not published, if the connection still is.
  ~RedshiftPublication();
  RedshiftPublication(const RedshiftPublication&) = delete;
  RedshiftPublication& operator=(const RedshiftPublication&) = delete;

  /// The schema of views.
  const std::string& next() const { return next_; }
  /// What the next table of that name is called until it is published; without and with the schema, as SQL writes it.
  std::string next_name(const std::string& table) const;
  std::string next_table(const std::string& table) const;
  /// Gives the next table its name in next(), on any connection.
  void present(Engine& engine, const std::string& table) const;

  struct Change {
    std::vector<std::string> replaced;  // tables that have a next one
    std::vector<std::string> dropped;   // tables that go
    /// Statements that belong to the same transaction: the accounts.
    std::vector<std::string> accounts;
  };
  /// Throws a retryable error, and nothing has changed, if another rox published meanwhile.
  void publish(const Change& change);

 private:
  void drop_leftovers(const std::function<bool(const std::string& run)>& is_dead);
  void drop_own();
  std::string published_run();
  std::vector<std::string> query_list(const std::string& sql);
  std::string alter_keys_to(const std::vector<std::string>& tables, std::string_view change) const;
  std::string name(std::string_view table) const;
  std::vector<std::string> grants(const std::vector<std::string>& tables);

  Redshift& session_;
  const std::string schema_;
  const std::string run_;
  const std::string next_;
  std::string base_;  // the run whose warehouse this one follows
};

}  // namespace rox
