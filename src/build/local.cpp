#include "build/local.hpp"

#include <fmt/format.h>

#include <chrono>

#include "base/clock.hpp"
#include "build/private_copy.hpp"
#include "build/record_keeping.hpp"
#include "build/spare.hpp"
#include "build/update_mart.hpp"
#include "engine/sql/materialize.hpp"
#include "ledger/storage_sums.hpp"
#include "load/change_rows.hpp"
#include "load/change_tables.hpp"

namespace rox {
namespace {

/// Which file a build changes: with another one, what was done on a copy of it is of no use.
std::string basis_of(const std::filesystem::path& warehouse, bool fresh) {
  const auto file = file_identity(warehouse);
  if (fresh || !file) return "from nothing";
  return fmt::format("from file {}.{} of {} bytes, {}", file->device, file->inode, file->bytes, file->modified_ns);
}

}  // namespace

void LocalDestination::open() {
  const BuildInputs& inputs = workspace_.inputs();
  const std::filesystem::path& warehouse = inputs.target.local().path;
  BuildDatabase::Origin origin;
  origin.file = private_copy(warehouse);
  origin.make = [&] { make_copy(); };
  workspace_.loads().keep_samples(sample_keeping(inputs));
  workspace_.open(std::move(origin), basis_of(warehouse, inputs.plan.fresh));
  RecordKeeping keeping = record_keeping(inputs);
  keeping.there = &workspace_.found().tables;
  workspace_.loads().keep_records(std::move(keeping));
  make_change_schemas(workspace_.connection());
  for (const std::string& table : inputs.plan.dropped) drop_materialized(workspace_.connection(), table);
  for (const std::string& mart : inputs.plan.dropped_marts) drop_materialized(workspace_.connection(), mart);
  workspace_.database().commit();
  reader_.emplace(workspace_.connect_for_reading());
}

void LocalDestination::make_copy() {
  const BuildInputs& inputs = workspace_.inputs();
  const std::filesystem::path& warehouse = inputs.target.local().path;
  const std::filesystem::path state_dir = inputs.project.state_dir();
  if (!inputs.plan.fresh) {
    const auto sums = read_storage_sums(state_dir, inputs.target.name, warehouse);
    const auto spare_sums = read_spare_sums(state_dir, inputs.target.name);
    const std::size_t seed = std::hash<std::string>{}(inputs.run);
    if (sums && spare_sums &&
        copy_by_spare(warehouse, *sums, *spare_sums, private_copy(warehouse), inputs.project.run.threads, seed)) {
      return;
    }
  }
  shares_blocks_ = make_private_copy(warehouse, inputs.plan.fresh);
}

/// What the run changed stays in the warehouse for some days.
void LocalDestination::keep_changes() {
  const BuildInputs& inputs = workspace_.inputs();
  DuckDbConnection& connection = workspace_.connection();
  create_change_rows(connection);
  // A run that was killed while it published may have kept them, and dropped the change tables.
  const std::string begun = read_progress(connection).value().build;
  if (!take_over_changes(connection, begun, inputs.run)) keep_changes_of_tables();
  // With no days to keep, not those of this run either.
  const std::chrono::hours kept{24 * inputs.project.source.keep_days};
  const std::chrono::system_clock::time_point now = std::chrono::system_clock::now();
  forget_changes_before(connection, run_id_of(kept.count() > 0 ? now - kept : now + std::chrono::hours{24}));
  drop_changes(connection);
}

void LocalDestination::keep_changes_of_tables() {
  const BuildInputs& inputs = workspace_.inputs();
  DuckDbConnection& connection = workspace_.connection();
  const std::set<std::string> known = known_changes(connection);
  for (const std::string& name : workspace_.due()) {
    const Table& table = *inputs.model.find_table(name);
    if (known.contains(name)) {
      keep_change_rows(connection, inputs.run, table);
    } else {
      keep_whole_load(connection, inputs.run, table, workspace_.state().tables.at(name).counts.rows_out);
    }
  }
}

MartRows LocalDestination::make_mart(const Mart& mart) {
  if (workspace_.has_mart_of_before(mart)) {
    const MartUpdate update = update_mart(workspace_.connection(), mart, workspace_.changes().value());
    workspace_.note_mart(mart.file.name, update.known);
    MartRows rows = update.rows;
    rows.how = update.how;
    if (update.known) rows.changed = {update.inserted, 0, update.deleted};
    return rows;
  }
  forget_change(workspace_.connection(), mart.file.name);
  workspace_.note_mart(mart.file.name, false);
  drop_materialized(workspace_.connection(), mart.file.name);
  return rox::make_mart(workspace_.connection(), mart);
}

/// On a connection of its own, whose transactions are no concern of the build's: all steps are committed by then.
void LocalDestination::ask_changes(const std::function<void(ChangedTables&)>& ask) {
  const std::optional<BuildChanges> changes = workspace_.changes();
  if (!changes) return;
  DuckDbConnection connection = workspace_.connect();
  ChangedTables tables(tables_of(connection), *changes);
  ask(tables);
}

void LocalDestination::publish(StepResult& result) {
  execute_all(workspace_.connection(), workspace_.account_statements(accounts_of(workspace_.connection())));
  keep_changes();
  reader_.reset();
  workspace_.database().close();
  workspace_.note_published(result);
  const BuildInputs& inputs = workspace_.inputs();
  const std::filesystem::path& warehouse = inputs.target.local().path;
  const std::filesystem::path state_dir = inputs.project.state_dir();
  write_storage_sums(state_dir, inputs.target.name, sum_chunks(private_copy(warehouse), inputs.project.run.threads));
  if (inputs.plan.fresh || shares_blocks_) {
    remove_spare(warehouse);
  } else if (keep_spare(warehouse)) {
    keep_spare_sums(state_dir, inputs.target.name);
  }
  result.counts.bytes = publish_private_copy(warehouse).bytes;
  keep_storage_sums(state_dir, inputs.target.name);
  remove_old_records(workspace_);
}

}  // namespace rox
