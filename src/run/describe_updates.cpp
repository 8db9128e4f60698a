#include "run/describe_updates.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "build/update_mart.hpp"
#include "ledger/accounts.hpp"
#include "plan/fingerprint.hpp"
#include "sql/lake_layout.hpp"

namespace rox {
namespace {

void describe_layouts(const Model& model, Plan& plan) {
  for (Step& step : plan.steps) {
    const Table* table = step.kind == StepKind::copy && step.due ? model.find_table(step.subject) : nullptr;
    if (table != nullptr) step.reason += "; " + explained_layout(lake_layout(model, *table));
  }
}

}  // namespace

void describe_updates(const Project& project, const Model& model, const Target& target, Plan& plan) {
  if (target.is_lake()) return describe_layouts(model, plan);
  if (!target.is_local() || plan.fresh || !file_identity(target.local().path)) return;
  try {
    DuckDbOptions options;
    options.read_only = true;
    options.threads = project.run.threads;
    options.memory_limit = project.run.memory_limit;
    DuckDbConnection connection = DuckDbDatabase(target.local().path, options).connect();
    const WarehouseState state = read_accounts(connection);
    const std::map<std::string, std::string> made = fingerprints_of(state);
    for (Step& step : plan.steps) {
      if (step.kind != StepKind::transform || !step.due) continue;
      const Mart& mart = plan.mart_of(step);
      const auto before = state.marts.find(mart.file.name);
      if (before != state.marts.end() && is_made_by(mart, before->second, made))
        step.reason += "; made again " + describe_update(connection, mart);
    }
  } catch (const Error&) {  // the run will say what is wrong with it
  }
}

}  // namespace rox
