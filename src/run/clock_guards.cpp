#include "run/clock_guards.hpp"

#include <algorithm>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "engine/open.hpp"
#include "inbox/arrivals.hpp"
#include "ledger/target_state.hpp"
#include "model/model_file.hpp"

namespace rox {
namespace {

void note_arrival(ArrivalTimes& arrivals, const std::string& table, Time time) {
  const auto [known, is_first] = arrivals.emplace(table, time);
  if (!is_first) known->second = std::max(known->second, time);
}

/// What is said of the files of a source elsewhere. An account that can't be read says nothing; a fetch says why.
Arrivals account_of(const Project& project) {
  if (!project.source.remote) return {};
  try {
    return read_arrivals(project);
  } catch (const Error&) {
    return {};
  }
}

/// The name of the file on disk below the folder of exports, of a member of an archive the archive's.
std::string fetched_name(const ExportFile& file) {
  return file.packing == Packing::member ? file.name.substr(0, file.name.size() - file.member.size() - 1) : file.name;
}

Time came_at(const ExportFile& file, const Arrivals& account) {
  const auto named = account.find(fetched_name(file));
  if (named != account.end() && named->second.taken) {
    if (const auto seen = parse_utc(named->second.taken->first_seen)) return *seen;
  }
  return Time{std::chrono::duration_cast<Time::duration>(std::chrono::nanoseconds{file.modified_ns})};
}

}  // namespace

ArrivalTimes arrivals_of(const Project& project, const Model& model, const WarehouseState& warehouse) {
  ArrivalTimes arrivals;
  for (const auto& [name, table] : warehouse.tables) {
    if (const auto loaded = parse_utc(run_time_text(table.run))) note_arrival(arrivals, name, *loaded);
  }
  std::vector<ExportFile> files;
  std::vector<LeftOut> unreadable;
  try {
    files = list_exports(project.source.path, project.source.ignore, project.source.listing, nullptr, &unreadable);
  } catch (const Error&) {
    return arrivals;  // an empty folder: nothing came
  }
  const Arrivals account = account_of(project);
  for (const ExportFile& file : files) {
    const auto owner = owner_of(model, file.name);
    if (owner) note_arrival(arrivals, model.tables.at(*owner).name, came_at(file, account));
  }
  return arrivals;
}

std::vector<GuardResult> judge_by_clock(const Guards& guards, const ArrivalTimes& arrivals,
                                        const WarehouseState& warehouse,
                                        const std::function<std::shared_ptr<Engine>()>& reader, Time now) {
  std::vector<Guard> newest = guards.list;
  std::erase_if(newest, [&](const Guard& guard) {
    const bool is_there = warehouse.tables.contains(guard.subject) || warehouse.marts.contains(guard.subject);
    return guard.measure != GuardMeasure::newest || !is_there;
  });
  std::map<std::string, Measured> measured;
  if (!newest.empty()) measured = measure(*reader(), newest);
  return judge_clock(guards, arrivals, measured, now);
}

std::vector<GuardResult> judge_published(const Project& project, const Target& target, const Guards& guards, Time now) {
  if (guards.list.empty()) return {};
  WarehouseState warehouse;
  try {
    warehouse = read_warehouse(target, read_target_state(project.state_dir(), target.name), project.run);
  } catch (const Error&) {
    warehouse = {};
  }
  const ArrivalTimes arrivals = arrivals_of(project, read_model(project.model_file()), warehouse);
  return judge_by_clock(
      guards, arrivals, warehouse, [&] { return std::shared_ptr<Engine>(open_for_reading(target, project)); }, now);
}

}  // namespace rox
