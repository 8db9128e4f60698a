#include "pipeline/export_reading.hpp"

#include "pipeline/relations.hpp"

namespace rox {

ExportReading::ExportReading(const Project& project, const Target& target, const Model& model,
                             const std::vector<std::string>& tables) {
  TargetState state = read_target_state(project.state_dir(), target.name);
  plan_ = make_plan(project, model, {}, state, {.marts = false, .checks = false, .answers = false});
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
  create_state_tables(*connection_);
  loads_.emplace(project, model, plan_, "reading", 0);
  loads_->work_on(*connection_);
  for (const std::string& table : read) loads_->load(table);
  loads_->enforce(read);
}

}  // namespace rox
