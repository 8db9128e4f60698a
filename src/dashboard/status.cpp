#include "dashboard/status.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "base/error.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

Json frame(const Project& project, const Target& target) {
  return {{"project", project.name}, {"target", target.name}, {"version", ROX_VERSION}};
}

}  // namespace

Json ready_json(const Snapshot& snapshot) {
  const WarehouseState& state = snapshot.state();
  std::string run;
  for (const auto& [name, table] : state.tables) run = std::max(run, table.run);
  for (const auto& [name, mart] : state.marts) run = std::max(run, mart.run);
  Json json = frame(snapshot.project(), snapshot.target());
  json["warehouse"] = {
      {"state", "ready"}, {"id", snapshot.id()}, {"run", run}, {"stale_marts", stale_marts(state.marts)}};
  json["sales"] = snapshot.sales_sql().has_value();
  return json;
}

Json missing_json(const Project& project, const Target& target, const Error& error) {
  Json json = frame(project, target);
  json["warehouse"] = {{"state", "missing"}, {"message", placed_text(error)}, {"hint", error.hint_text()}};
  return json;
}

}  // namespace rox
