// rox stage --replay: rows that were rejected and corrected since become mends of the project.
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "base/terminal.hpp"
#include "cli/verbs.hpp"
#include "model/model_file.hpp"
#include "pipeline/replay.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

struct StageOptions {
  bool replay = false;
};

struct Counts {
  std::uint64_t good = 0;
  std::uint64_t bad = 0;
};

Counts count(const Replay& replay) {
  Counts counts;
  for (const ReplayedRow& replayed : replay.rows) ++(replayed.problem.empty() ? counts.good : counts.bad);
  return counts;
}

void print_json(const Replay& replay, bool dry_run) {
  const Counts counts = count(replay);
  Json failed = Json::array();
  for (const auto& [row, problem] : replay.rows) {
    if (problem.empty()) continue;
    failed.push_back({{"table", row.table}, {"file", row.file}, {"line", row.line}, {"reason", problem}});
  }
  print(Json{{"dry_run", dry_run}, {"mended", counts.good}, {"untouched", replay.untouched}, {"failed", failed}}.dump(
            -1, ' ', false, Json::error_handler_t::replace) +
        "\n");
}

void print_report(const Replay& replay, bool dry_run) {
  for (const auto& [row, problem] : replay.rows) {
    if (!problem.empty()) print(fmt::format("{}: still not good: {}\n", Place{row.file, row.line, 0}.text(), problem));
  }
  const Counts counts = count(replay);
  print(fmt::format("{} mended rows {} to mends/, {} still not good, {} not corrected yet\n", human_count(counts.good),
                    dry_run ? "would be moved" : "moved", human_count(counts.bad), human_count(replay.untouched)));
  if (counts.good > 0 && !dry_run) print("`rox run` loads them\n");
}

ExitCode stage(const StageOptions& options, const GlobalOptions& globals) {
  if (!options.replay) {
    throw usage_error("for a local target nothing is staged: `rox run` loads the exports directly")
        .hint("rox stage --replay takes over the rows that were corrected in rejects/*.csv");
  }
  const Project project = open_project(globals);
  const Model model = read_model(project.model_file());
  const Replay replay = replay_mends(project, model, globals.dry_run);
  if (globals.json) {
    print_json(replay, globals.dry_run);
  } else if (!globals.quiet) {
    print_report(replay, globals.dry_run);
  }
  return count(replay).bad > 0 ? ExitCode::data : ExitCode::done;
}

}  // namespace

Action stage_verb(CLI::App& app, const GlobalOptions& globals) {
  auto options = std::make_shared<StageOptions>();
  app.add_flag("--replay", options->replay,
               "Move the rows whose column 'mended' was corrected in rejects/*.csv to mends/, if they are good now");
  return [options, &globals] { return stage(*options, globals); };
}

}  // namespace rox
