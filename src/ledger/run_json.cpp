#include "ledger/run_json.hpp"

#include <nlohmann/json.hpp>

#include "ledger/counts_json.hpp"
#include "ledger/guard_json.hpp"

namespace rox {

using Json = nlohmann::ordered_json;

Json drift_json(const std::vector<Drift>& drift) {
  const auto or_null = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
  Json list = Json::array();
  for (const Drift& one : drift) {
    list.push_back({{"table", or_null(one.table)},
                    {"column", or_null(one.column)},
                    {"kind", one.kind},
                    {"action", one.action},
                    {"detail", one.detail}});
  }
  return list;
}

Json guards_json(const std::vector<GuardResult>& results) {
  Json list = Json::array();
  for (const GuardResult& result : results) put_guard(list.emplace_back(), result);
  return list;
}

Json run_json(const RunRecord& record) {
  Json steps = Json::array();
  for (const StepResult& step : record.steps) {
    Json json = {{"step", step.step}, {"status", to_string(step.status)}, {"seconds", step.seconds}};
    put_counts(json, step.counts);
    if (!step.error.empty()) json["error"] = step.error;
    if (!step.how.empty()) json["how"] = step.how;
    if (step.changed) json["changed"] = row_changes_json<Json>(*step.changed);
    steps.push_back(std::move(json));
  }
  Json json = {{"run", record.run},
               {"command", record.command},
               {"target", record.target},
               {"started", record.started},
               {"status", to_string(record.status)},
               {"seconds", record.seconds},
               {"steps", steps},
               {"drift", drift_json(record.drift)},
               {"guards", guards_json(record.guards)}};
  if (!record.released.empty()) json["released"] = record.released;
  if (!record.error.empty()) json["error"] = record.error;
  if (!record.damage.empty()) json["damage"] = record.damage;
  return json;
}

}  // namespace rox
