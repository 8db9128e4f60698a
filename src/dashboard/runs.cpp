#include "dashboard/runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "guard/words.hpp"
#include "ledger/guard_json.hpp"
#include "ledger/run_json.hpp"
#include "plan/plan_json.hpp"
#include "run/run.hpp"

namespace rox {

using Json = nlohmann::ordered_json;

namespace {

Json with_words(const RunRecord& record) {
  Json json = run_json(record);
  Json guards = Json::array();
  for (const GuardResult& guard : record.guards) guards.push_back(guard_json(guard));
  json["guards"] = std::move(guards);
  return json;
}

}  // namespace

Json guard_json(const GuardResult& result) {
  Json json;
  put_guard(json, result);
  json["text"] = guard_text(result, Language::english);
  json["text_pt"] = guard_text(result, Language::portuguese);
  return json;
}

Json runs_json(const Project& project, const Params& params) {
  params.expect({"limit"});
  const std::uint64_t limit = params.number("limit", 30, 1000);
  Json runs = Json::array();
  for (const std::string& run : list_runs(project.state_dir())) {
    if (runs.size() == limit) break;
    runs.push_back(with_words(read_run(project.state_dir(), run)));
  }
  return {{"runs", runs}};
}

Json one_run_json(const Project& project, const std::string& run) {
  // Only names that are in the list: nothing of a request becomes part of a path.
  const std::vector<std::string> runs = list_runs(project.state_dir());
  if (std::find(runs.begin(), runs.end(), run) == runs.end()) {
    throw usage_error(fmt::format("there is no run '{}'", run))
        .hint("the ledger keeps the last [run] keep_runs of them");
  }
  return with_words(read_run(project.state_dir(), run));
}

Json plan_json(const Project& project, const Target& target) {
  const PlannedRun planned = plan_project(project, target, {});
  return {{"steps", steps_json(planned.plan)}, {"drift", drift_json(planned.plan.drift)}};
}

}  // namespace rox
