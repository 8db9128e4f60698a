// The next warehouse on PostgreSQL.
//
// What scratch_build.hpp has proven travels several tables at a time, each over a connection of its own into a new
// table beside the old one; keys follow. A connection that is lost meanwhile is made anew and its table sent again.
// Marts and checks run on the server, where the new tables stand before the old ones. In the end all of them take the
// old ones' place in one transaction (engine/postgres/publication.hpp).
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "build/proving.hpp"
#include "engine/postgres/publication.hpp"

namespace rox {

class ServerBuild : public ScratchBuild {
 public:
  explicit ServerBuild(const BuildInputs& inputs) : ScratchBuild(inputs) {}

  ~ServerBuild() override;

  /// Opens the scratch database, connects, and makes the schemas.
  void open() override;
  std::string lane(const Step& step) const override;
  void interrupt() override {
    stop_ = true;
    WarehouseBuild::interrupt();
  }
  std::pair<std::uint64_t, std::uint64_t> sent(StepKind) const override { return {sent_, to_send_}; }

 private:
  bool works_here(const Step& step) const override;
  void work(const Step& step, StepResult& result) override;
  void copy(const Step& step, StepResult& result);
  void copy_once(const Table& table, const std::string& name, std::uint64_t rows);
  void add_keys(PostgresConnection& connection, DuckDbConnection& scratch, const Table& table);
  void make_mart_there(const Step& step, StepResult& result);
  void relate_tables();
  void publish(StepResult& result);

  std::optional<PostgresConnection> session_;
  std::optional<PostgresPublication> publication_;  // goes before the session that it works in
  std::atomic<std::uint64_t> sent_ = 0;
  std::atomic<std::uint64_t> to_send_ = 0;
  std::atomic<bool> stop_ = false;  // a table failed: the others needn't go on
};

}  // namespace rox
