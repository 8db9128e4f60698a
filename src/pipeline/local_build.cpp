#include "pipeline/local_build.hpp"

#include "engine/materialize.hpp"

namespace rox {

LocalBuild::LocalBuild(const BuildInputs& inputs) : WarehouseBuild(inputs, due_tables(inputs.plan)) {}

void LocalBuild::open() {
  copy_.emplace(inputs_.target.path, inputs_.run, inputs_.plan.fresh);
  DuckDbOptions options;
  options.threads = inputs_.project.run.threads;
  options.memory_limit = inputs_.project.run.memory_limit;
  options.temp_dir = inputs_.project.state_dir() / "tmp";
  options.preserve_insertion_order = false;
  connection_.emplace(DuckDbDatabase(copy_->path(), options).connect());
  loads_.work_on(*connection_);
  // COMMIT then writes the file at once, instead of a write-ahead log first.
  connection_->execute("SET checkpoint_threshold = '1KB'");
  connection_->execute("BEGIN");
  create_state_tables(*connection_);
  for (const std::string& table : inputs_.plan.dropped) drop_materialized(*connection_, table);
  for (const std::string& mart : inputs_.plan.dropped_marts) drop_materialized(*connection_, mart);
}

void LocalBuild::run(const Step& step, StepResult& result) {
  switch (step.kind) {
    case StepKind::load: load(step, result); break;
    case StepKind::relate: relate(*connection_, result); break;
    case StepKind::transform:
      drop_materialized(*connection_, step.subject);
      transform(*connection_, step, result);
      break;
    case StepKind::check: check(*connection_, result); break;
    case StepKind::publish: publish(result); break;
    case StepKind::evolve: break;  // the model is settled before the plan is made
    case StepKind::upload:
    case StepKind::copy: break;     // the tables are where they have to be
    case StepKind::analyze: break;  // answers come from the published warehouse
    case StepKind::stage: break;    // staged files have a build of their own
  }
}

void LocalBuild::publish(StepResult& result) {
  write_accounts(*connection_);
  connection_->execute("COMMIT");
  connection_->execute("CHECKPOINT");
  connection_.reset();
  loads_.write_reject_files();
  result.bytes = copy_->publish().bytes;
  result.rows_in = result.rows_out = total_rows();
}

}  // namespace rox
