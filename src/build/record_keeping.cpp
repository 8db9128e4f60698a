#include "build/record_keeping.hpp"

#include "load/compare_marks.hpp"
#include "plan/fingerprint.hpp"

namespace rox {

RecordKeeping record_keeping(const BuildInputs& inputs) {
  RecordKeeping keeping;
  keeping.folder = inputs.project.records_dir(inputs.target.name);
  keeping.recipes = table_recipes(inputs.plan.inputs, inputs.project.source.dialect);
  keeping.fingerprints = inputs.plan.fingerprints;
  keeping.before = &inputs.before.tables;
  keeping.hashes = &inputs.hashes;
  keeping.threads = thread_count(inputs.project.run);
  keeping.load_changes = !inputs.full_refresh;
  if (const std::uint64_t limit = inputs.project.run.memory_limit; limit > 0) {
    keeping.limits.records = limit / 8 / sizeof(AddedRecord);
  }
  return keeping;
}

SampleKeeping sample_keeping(const BuildInputs& inputs) {
  return {inputs.project.records_dir(inputs.target.name), &inputs.before.tables, &inputs.plan.fingerprints};
}

void remove_old_records(const Workspace& workspace) {
  const std::filesystem::path folder = workspace.inputs().project.records_dir(workspace.inputs().target.name);
  std::vector<std::filesystem::path> kept;
  for (const auto& [name, table] : workspace.state().tables) {
    for (const auto& path :
         {marks_path(folder, name, table.fingerprint), sample_path(folder, name, table.fingerprint)}) {
      if (path) kept.push_back(*path);
    }
  }
  remove_old_marks(folder, kept);
}

}  // namespace rox
