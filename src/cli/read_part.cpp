// rox read-part: some exports of one table as Parquet with their accounts; what Spark's tasks run (docs/lake.md).
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cli/output.hpp"
#include "cli/verbs.hpp"
#include "load/parts.hpp"
#include "model/model_file.hpp"

namespace rox {
namespace {

struct PartArguments {
  std::string table;
  std::filesystem::path folder;
  std::vector<std::string> files;
};

ExitCode read(const PartArguments& arguments, const GlobalOptions& globals) {
  Project project = open_project(globals);
  project.run.threads = 1;  // a task has one core
  read_part(project, read_model(project.model_file()), arguments.table, arguments.files, arguments.folder);
  return ExitCode::done;
}

}  // namespace

Action read_part_verb(Options& verb, const GlobalOptions& globals) {
  const auto arguments = std::make_shared<PartArguments>();
  verb.add("TABLE", arguments->table, "The table of the model").required();
  verb.add("FILES", arguments->files, "The exports to read, by their names").required();
  verb.add("--out", arguments->folder, "Where the rows and their accounts go; must not be there").required();
  return [arguments, &globals] { return read(*arguments, globals); };
}

}  // namespace rox
