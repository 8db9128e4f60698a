#include "dashboard/proof.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/json.hpp"
#include "quality/report.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

/// The failing checks of the newest run that had some, of those tables (of all, if there is none).
Json failing_checks(const Snapshot& snapshot, const std::set<std::string>& tables) {
  Json failing = Json::array();
  JsonValue report;
  try {
    report = parse_json(json_text(last_checks_json(snapshot.project().state_dir())), "checks");
  } catch (const Error&) {
    return failing;  // the page Quality says what is wrong with the report
  }
  if (report.is_null()) return failing;
  for (const JsonValue& check : report.member("checks").elements()) {
    const std::string status = check.member("status").text();
    if (status != "fail" && status != "warn" && status != "error") continue;
    const std::string table = check.member("table").text_or("");
    if (!tables.empty() && !tables.contains(table)) continue;
    failing.push_back({{"name", check.member("check").text()},
                       {"title", check.member("title").text_or("")},
                       {"rows", check.member("failures").count()},
                       {"severity", check.member("severity").text()}});
  }
  return failing;
}

/// The tables of exports among them, and those that the marts among them are made of.
std::set<std::string> base_tables(const Dashboard& dashboard, const Snapshot& snapshot,
                                  const std::set<std::string>& names) {
  std::set<std::string> tables;
  for (const std::string& name : names) {
    if (snapshot.state().tables.contains(name)) tables.insert(name);
    const auto origin = dashboard.source.origins.find(name);
    if (origin != dashboard.source.origins.end()) tables.insert(origin->second.table);
  }
  return tables;
}

}  // namespace

std::string_view to_string(LoadVerdict verdict) {
  switch (verdict) {
    case LoadVerdict::loaded: return "loaded";
    case LoadVerdict::rejected: return "rejected";
    case LoadVerdict::lost: break;
  }
  return "lost";
}

LoadVerdict RowCounts::verdict() const {
  if (read != loaded + rejected) return LoadVerdict::lost;
  return rejected > 0 ? LoadVerdict::rejected : LoadVerdict::loaded;
}

RowCounts row_counts(const WarehouseState& state, const std::vector<std::string>& tables) {
  const auto wanted = [&](const std::string& table) {
    return tables.empty() || std::find(tables.begin(), tables.end(), table) != tables.end();
  };
  RowCounts counts;
  for (const auto& [name, table] : state.tables) {
    if (!wanted(name)) continue;
    counts.read += table.counts.rows_in;
    counts.loaded += table.counts.rows_out;
    counts.rejected += table.counts.rejects;
  }
  for (const RelationReport& relation : state.relations) {
    if (wanted(relation.table)) counts.orphans += relation.orphans;
  }
  return counts;
}

Json verdict_json(const Snapshot& snapshot) {
  const RowCounts counts = row_counts(snapshot.state());
  return {{"verdict", to_string(counts.verdict())},
          {"read", counts.read},
          {"loaded", counts.loaded},
          {"rejected", counts.rejected},
          {"orphans", counts.orphans},
          {"failing_checks", failing_checks(snapshot, {})}};
}

std::string loaded_at(const WarehouseState& state) {
  std::string run;
  for (const auto& [name, table] : state.tables) run = std::max(run, table.run);
  for (const auto& [name, mart] : state.marts) run = std::max(run, mart.run);
  return run_time_text(run);
}

Json proof_json(const View& view, const std::vector<Figure>& figures, const Extent& extent) {
  std::set<std::string> reads;
  for (const Figure& figure : figures) {
    for (std::string& table : tables_read(figure.question)) reads.insert(std::move(table));
  }
  const auto dashboard = view.dashboard();
  const std::set<std::string> tables = base_tables(*dashboard, view.snapshot(), reads);
  // Marts whose rows come from no single table may read any.
  const RowCounts counts = row_counts(view.snapshot().state(), {tables.begin(), tables.end()});
  const std::string loaded = loaded_at(view.snapshot().state());
  return {{"until", extent.last ? Json(day_text(*extent.last)) : Json(nullptr)},
          {"loaded_at", loaded.empty() ? Json(nullptr) : Json(loaded)},
          {"verdict", to_string(counts.verdict())},
          {"rows", counts.loaded},
          {"rejected", counts.rejected},
          {"reads", reads},
          {"failing_checks", failing_checks(view.snapshot(), tables)}};
}

}  // namespace rox
