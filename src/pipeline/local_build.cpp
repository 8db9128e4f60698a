#include "pipeline/local_build.hpp"

#include <fmt/format.h>

#include "engine/sql/materialize.hpp"
#include "pipeline/warehouse.hpp"

namespace rox {
namespace {

/// Which file a build changes: with another one, what was done on a copy of it is of no use.
std::string basis_of(const std::filesystem::path& warehouse, bool fresh) {
  const auto file = file_identity(warehouse);
  if (fresh || !file) return "from nothing";
  return fmt::format("from file {}.{} of {} bytes, {}", file->device, file->inode, file->bytes, file->modified_ns);
}

}  // namespace

LocalBuild::LocalBuild(const BuildInputs& inputs) : WarehouseBuild(inputs, due_tables(inputs.plan)) {}

void LocalBuild::open() {
  const std::filesystem::path& warehouse = inputs_.target.path;
  BuildDatabase::Origin origin;
  origin.file = private_copy(warehouse);
  origin.make = [&] { make_private_copy(warehouse, inputs_.plan.fresh); };
  open_database(std::move(origin), basis_of(warehouse, inputs_.plan.fresh));
  for (const std::string& table : inputs_.plan.dropped) drop_materialized(connection(), table);
  for (const std::string& mart : inputs_.plan.dropped_marts) drop_materialized(connection(), mart);
}

void LocalBuild::work(const Step& step, StepResult& result) {
  switch (step.kind) {
    case StepKind::load: load(step, result); break;
    case StepKind::relate: relate(result); break;
    case StepKind::transform:
      drop_materialized(connection(), step.subject);
      transform(connection(), step, result);
      break;
    case StepKind::check: check(connection(), result); break;
    case StepKind::publish: publish(result); break;
    case StepKind::evolve: break;  // the model is settled before the plan is made
    case StepKind::upload:
    case StepKind::copy: break;     // the tables are where they have to be
    case StepKind::analyze: break;  // answers come from the published warehouse
    case StepKind::stage: break;    // staged files have a build of their own
  }
}

void LocalBuild::publish(StepResult& result) {
  write_accounts(connection());
  database().close();
  loads_.write_reject_files();
  result.bytes = publish_private_copy(inputs_.target.path).bytes;
  result.rows_in = result.rows_out = total_rows();
}

}  // namespace rox
