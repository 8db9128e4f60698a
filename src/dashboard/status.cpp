#include "dashboard/status.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "dashboard/proof.hpp"
#include "dashboard/runs.hpp"
#include "ledger/ledger.hpp"
#include "run/retry.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json frame(const Project& project, const Target& target) {
  return {{"project", project.name}, {"target", target.name}, {"version", ROX_VERSION}};
}

/// The target's newest run, whatever became of it.
Json last_run_json(const Project& project, const Target& target) {
  for (const std::string& run : list_runs(project.state_dir())) {
    const RunRecord record = read_run(project.state_dir(), run);
    if (record.target != target.name) continue;
    return {{"run", record.run},         {"command", record.command}, {"status", to_string(record.status)},
            {"started", record.started}, {"seconds", record.seconds}, {"error", text_or_null(record.error)}};
  }
  return nullptr;
}

/// That yesterday's warehouse is shown: the run that guards hold, and why.
Json held_json(const Project& project, const Target& target) {
  const std::optional<RunRecord> last = last_run(project, target);
  if (!last || last->status != RunStatus::held) return nullptr;
  Json reasons = Json::array();
  for (const GuardResult& guard : last->guards) {
    if (guard.verdict == GuardVerdict::hold) reasons.push_back(guard_json(guard));
  }
  return {{"run", last->run}, {"reasons", std::move(reasons)}};
}

/// Up to which day the data go: by what the first page is about.
Json freshness_json(const View& view) {
  const auto dashboard = view.dashboard();
  const std::string loaded = loaded_at(view.snapshot().state());
  Json json{{"until", nullptr}, {"of", nullptr}, {"loaded_at", text_or_null(loaded)}};
  for (const Page& page : dashboard->pages) {
    if (page.fact.times.empty()) continue;
    const Extent extent = view.extent(page.fact, page.fact.times.front());
    if (!extent.last) continue;
    json["until"] = day_text(*extent.last);
    json["of"] = page.fact.name;
    break;
  }
  return json;
}

}  // namespace

Json ready_json(const View& view) {
  const Snapshot& snapshot = view.snapshot();
  const WarehouseState& state = snapshot.state();
  std::string run;
  for (const auto& [name, table] : state.tables) run = std::max(run, table.run);
  for (const auto& [name, mart] : state.marts) run = std::max(run, mart.run);
  Json json = frame(snapshot.project(), snapshot.target());
  json["warehouse"] = {{"state", "ready"}, {"id", view.id()}, {"run", run}, {"stale_marts", stale_marts(state.marts)}};
  json["last_run"] = last_run_json(snapshot.project(), snapshot.target());
  json["held"] = held_json(snapshot.project(), snapshot.target());
  json["quality"] = verdict_json(snapshot);
  try {
    json["freshness"] = freshness_json(view);
    json["notices"] = view.dashboard()->notices;
  } catch (const Error& error) {
    // A model that can't be read: what is in the warehouse is no less true.
    json["freshness"] = nullptr;
    json["notices"] = {placed_text(error)};
  }
  return json;
}

Json missing_json(const Project& project, const Target& target, const Error& error) {
  Json json = frame(project, target);
  json["warehouse"] = {{"state", "missing"}, {"message", placed_text(error)}, {"hint", error.hint_text()}};
  json["freshness"] = nullptr;
  json["last_run"] = last_run_json(project, target);
  json["held"] = held_json(project, target);
  json["quality"] = nullptr;
  json["notices"] = Json::array();
  return json;
}

}  // namespace rox
