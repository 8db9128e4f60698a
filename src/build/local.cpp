#include "build/local.hpp"

#include <fmt/format.h>

#include "build/private_copy.hpp"
#include "engine/sql/materialize.hpp"
#include "ledger/storage_sums.hpp"

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
  origin.make = [&] { make_private_copy(warehouse, inputs.plan.fresh); };
  workspace_.open(std::move(origin), basis_of(warehouse, inputs.plan.fresh));
  for (const std::string& table : inputs.plan.dropped) drop_materialized(workspace_.connection(), table);
  for (const std::string& mart : inputs.plan.dropped_marts) drop_materialized(workspace_.connection(), mart);
  workspace_.database().commit();
  reader_.emplace(workspace_.connect_for_reading());
}

MartRows LocalDestination::make_mart(const Mart& mart) {
  drop_materialized(workspace_.connection(), mart.file.name);
  return rox::make_mart(workspace_.connection(), mart);
}

void LocalDestination::publish(StepResult& result) {
  execute_all(workspace_.connection(), workspace_.account_statements(accounts_of(workspace_.connection())));
  reader_.reset();
  workspace_.database().close();
  workspace_.note_published(result);
  const BuildInputs& inputs = workspace_.inputs();
  const std::filesystem::path& warehouse = inputs.target.local().path;
  const std::filesystem::path state_dir = inputs.project.state_dir();
  write_storage_sums(state_dir, inputs.target.name, sum_chunks(private_copy(warehouse), inputs.project.run.threads));
  result.counts.bytes = publish_private_copy(warehouse).bytes;
  keep_storage_sums(state_dir, inputs.target.name);
}

}  // namespace rox
