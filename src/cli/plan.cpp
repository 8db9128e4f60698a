// rox plan: which steps `rox run` would do, why, and which need which; for people, for other schedulers, as a picture.
#include <fmt/format.h>

#include <memory>
#include <vector>

#include "base/terminal.hpp"
#include "cli/fetch_first.hpp"
#include "cli/output.hpp"
#include "cli/steps.hpp"
#include "cli/verbs.hpp"
#include "plan/step_graph.hpp"
#include "run/describe_updates.hpp"
#include "run/run.hpp"
#include "source/export_folder.hpp"

namespace rox {
namespace {

struct PlanArguments {
  RunOptions options;
  bool dot = false;
  bool no_fetch = false;
};

ExitCode show(const PlanArguments& arguments, const GlobalOptions& globals) {
  const Project project = open_project(globals);
  const Target& target = chosen_target(project, globals);
  fetch_first(project, globals, arguments.no_fetch);
  PlannedRun planned = plan_project(project, target, arguments.options);
  describe_updates(project, *planned.model, target, planned.plan);
  const std::vector<LeftOut>& left_out = planned.plan.inputs.left_out;
  if (!left_out.empty() && !globals.quiet) note(fmt::format("not read: {}", left_out_text(left_out)));
  if (!arguments.dot) {
    const ExitCode code = show_plan(planned.plan, globals, planned.unfinished);
    if (!globals.json && !globals.quiet) note_failed(project, target);
    return code;
  }
  print(plan_dot(planned.plan));
  return ExitCode::done;
}

}  // namespace

Action plan_verb(Options& verb, const GlobalOptions& globals) {
  auto arguments = std::make_shared<PlanArguments>();
  verb.add_flag("--full-refresh", arguments->options.plan.full_refresh, "As `rox run --full-refresh` would");
  add_selection(verb, arguments->options.plan.selection);
  verb.add_flag("--dot", arguments->dot, "The steps as a graph in Graphviz's language; those that are due are filled");
  add_no_fetch(verb, arguments->no_fetch);
  return [arguments, &globals] { return show(*arguments, globals); };
}

}  // namespace rox
