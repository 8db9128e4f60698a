#include "run/export_reading.hpp"

#include "ledger/target_state.hpp"
#include "load/relations.hpp"
#include "plan/fingerprint.hpp"

namespace rox {

ExportReading::ExportReading(const Project& project, const Target& target, const Model& model,
                             const std::vector<std::string>& tables) {
  TargetState state = read_target_state(project.state_dir(), target.name);
  inputs_ = find_all_inputs(project, model, state.files);
  fingerprints_ = table_fingerprints(inputs_, state.files, project.source.dialect);
  std::set<std::string> read;
  for (const Table& table : model.tables) {
    if (tables.empty()) read.insert(table.name);
  }
  for (const std::string& table : tables) read.merge(with_enforced_parents(model, table));

  DuckDbOptions options;
  options.threads = project.run.threads;
  options.memory_limit = project.run.memory_limit;
  options.temp_dir = spill_.path();
  options.preserve_insertion_order = false;
  connection_.emplace(DuckDbDatabase("", options).connect());
  create_accounts(*connection_);
  loads_.emplace(project, model, inputs_, "reading", 0);
  loads_->work_on(*connection_);
  for (const std::string& table : read) loads_->load(table);
  loads_->enforce(read);
}

}  // namespace rox
