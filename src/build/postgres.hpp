// PostgreSQL as a destination.
//
// What is proven in the workspace travels several tables at a time, each over a connection of its own into a new table
// beside the old one; keys follow. A connection that is lost meanwhile is made anew and its table sent again. Marts and
// checks run on the server, where the new tables stand before the old ones. In the end all of them take the old ones'
// place in one transaction (engine/postgres/publication.hpp). Of tables of which little changed only that travels
// (build/postgres_changes.hpp).
#pragma once

#include <atomic>
#include <optional>
#include <stop_token>
#include <string>

#include "build/destination.hpp"
#include "build/postgres_changes.hpp"
#include "build/postgres_history.hpp"
#include "build/postgres_marts.hpp"
#include "build/workspace.hpp"
#include "engine/postgres/publication.hpp"

namespace rox {

class PostgresDestination : public Destination {
 public:
  explicit PostgresDestination(Workspace& workspace) : workspace_(workspace) {}
  ~PostgresDestination() override;

  void open() override;
  std::string lane(const Step& step) const override;
  bool works_in_workspace(StepKind kind) const override;
  void transfer(const Step& step, StepResult& result) override;
  std::pair<std::uint64_t, std::uint64_t> sent(StepKind) const override { return {sent_, to_send_}; }
  MartRows make_mart(const Mart& mart) override;
  Engine& reader() override;
  void ask_changes(const std::function<void(ChangedTables&)>& ask) override;
  void publish(StepResult& result) override;
  void interrupt() override;

 private:
  const PostgresConfig& config() const { return workspace_.inputs().target.postgres(); }
  void keep_records();
  std::set<std::string> tables_taken_up() const;
  PostgresPublication::Change change_to_publish(std::vector<std::string>& grown);
  void copy(const Table& table, std::uint64_t rows);
  void keep_history(const std::string& table);

  Workspace& workspace_;
  std::optional<PostgresConnection> session_;
  std::optional<PostgresPublication> publication_;  // goes before the session that it works in
  std::optional<NextTables> names_;
  std::optional<BoundSelects> selects_;
  ChangedByOthers others_;
  std::optional<PostgresChanges> changes_;
  std::optional<PostgresHistory> histories_;
  std::optional<PostgresMarts> marts_;
  std::optional<PostgresConnection> reader_;
  std::atomic<std::uint64_t> sent_ = 0;
  std::atomic<std::uint64_t> to_send_ = 0;
  std::atomic<bool> failed_ = false;  // a table did: the others needn't be sent
  std::stop_source stop_;             // of the connections that tables and marts have for themselves
};

/// What a build left there that was never published.
void drop_unpublished_postgres(const PostgresConfig& config);

}  // namespace rox
