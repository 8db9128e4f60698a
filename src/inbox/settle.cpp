#include "inbox/settle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "base/error.hpp"
#include "base/file.hpp"
#include "inbox/arrival_name.hpp"
#include "inbox/arrivals.hpp"
#include "inbox/loaded_files.hpp"
#include "inbox/mirror.hpp"
#include "inbox/open_far_side.hpp"
#include "inbox/take_rule.hpp"

namespace rox {
namespace {

constexpr std::size_t kHashShown = 8;

class Settling {
 public:
  Settling(const Project& project, Arrivals& arrivals, const std::stop_token& stop)
      : project_(project),
        source_(*project.source.remote),
        arrivals_(arrivals),
        side_(open_far_side(
            source_, {project.source.listing.recursive,
                      [this](std::string_view name) { return is_meant_or_companion(name, project_.source); }, stop})) {}

  std::vector<std::string> settle(const std::vector<Arrival*>& loaded) {
    for (FarFile& file : side_->list()) {
      std::string name = file.name;
      listed_.emplace(std::move(name), std::move(file));
    }
    std::vector<Arrival*> leaving;
    for (Arrival* arrival : loaded) {
      const auto there = listed_.find(arrival->file);
      arrival->gone = there == listed_.end();
      // One that was replaced since stays: the new one is fetched first.
      const bool is_same =
          !arrival->gone && there->second.bytes == arrival->bytes && there->second.version == arrival->version;
      if (is_same) leaving.push_back(arrival);
    }
    // Written down first: if this is killed in between, what is gone there is known to be gone by us.
    for (Arrival* arrival : leaving) arrival->left = source_.after_load == AfterLoad::move ? "moved" : "deleted";
    write_arrivals(project_, arrivals_);
    std::vector<std::string> problems;
    for (Arrival* arrival : leaving) {
      try {
        leave(*arrival);
      } catch (const Error& error) {
        if (error.can_retry()) throw;
        problems.push_back(fmt::format("{} stays there: {}", arrival->file, error.what()));
        arrival->left.clear();
      }
    }
    return problems;
  }

 private:
  void leave(Arrival& arrival) {
    put_away(arrival.file, arrival.sha256);
    for (const Companion& companion : companions_of(arrival.file, source_)) {
      if (listed_.contains(companion.name)) put_away(companion.name, arrival.sha256);
    }
    arrival.gone = true;
  }

  void put_away(const std::string& name, const std::string& sha256) {
    if (source_.after_load == AfterLoad::remove) {
      side_->remove(name);
      return;
    }
    // One of the same name may have been moved before.
    std::string own(base_name(name));
    try {
      side_->move(name, source_.moved_to, own);
    } catch (const Error& error) {
      if (error.can_retry()) throw;
      own.insert(std::min(own.find('.'), own.size()), "." + sha256.substr(0, kHashShown));
      side_->move(name, source_.moved_to, own);
    }
  }

  const Project& project_;
  const RemoteSource& source_;
  Arrivals& arrivals_;
  const std::unique_ptr<FarSide> side_;
  std::map<std::string, FarFile> listed_;
};

}  // namespace

std::vector<std::string> settle_arrivals(const Project& project, Engine& reader, const std::stop_token& stop) {
  const FileLock lock(fetch_lock(project), "a run, after publishing", kLockWait);
  Arrivals arrivals = read_arrivals(project);
  const LoadedFiles loaded(read_files(reader));
  std::vector<Arrival*> leaving;
  bool changed = false;
  for (auto& [name, named] : arrivals) {
    if (!named.taken) continue;
    Arrival& arrival = *named.taken;
    const Arrival before = arrival;
    arrival.run = loaded.run_of(arrival);
    arrival.why = arrival.run.empty() ? "no table's load has read it" : "";
    changed = changed || arrival != before;
    if (!arrival.run.empty() && !arrival.gone) leaving.push_back(&arrival);
  }
  std::vector<std::string> problems;
  if (project.source.remote->after_load != AfterLoad::keep && !leaving.empty()) {
    changed = true;
    try {
      problems = Settling(project, arrivals, stop).settle(leaving);
    } catch (const Error& error) {
      problems.push_back(fmt::format("what was loaded stays on the far side until the next run: {}", error.what()));
    }
  }
  if (changed) write_arrivals(project, arrivals);
  return problems;
}

}  // namespace rox
