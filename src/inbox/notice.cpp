#include "inbox/notice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/clock.hpp"
#include "base/text.hpp"
#include "inbox/arrival_name.hpp"
#include "inbox/take_rule.hpp"

namespace rox {
namespace {

/// A mirror keeps what is gone there, so that a name may be a file's today and was a folder's yesterday.
bool collides(const std::string& name, const Listed& listed, const Arrivals& arrivals) {
  const auto below = arrivals.lower_bound(name + "/");
  if (below != arrivals.end() && below->first.starts_with(name + "/") && below->second.taken) return true;
  for (std::size_t slash = name.find('/'); slash != std::string::npos; slash = name.find('/', slash + 1)) {
    const std::string above = name.substr(0, slash);
    const auto taken = arrivals.find(above);
    if (listed.files.contains(above) || (taken != arrivals.end() && taken->second.taken)) return true;
  }
  return false;
}

/// Why it isn't fetched yet; empty: it is to be.
std::string why_incomplete(const FarFile& file, const Listed& listed, const RemoteSource& source) {
  const bool by_companion = source.take == TakeRule::done || source.take == TakeRule::checksum;
  if (source.take == TakeRule::still && file.sized && file.bytes == 0) return "it is empty";
  if (!by_companion) return "";
  const std::vector<Companion> companions = companions_of(file.name, source);
  const bool complete = std::any_of(companions.begin(), companions.end(),
                                    [&](const Companion& companion) { return listed.files.contains(companion.name); });
  return complete ? "" : fmt::format("{} isn't there yet", companions.front().name);
}

void note(const FarFile& file, const Listed& listed, const RemoteSource& source, Arrivals& arrivals) {
  NamedArrivals& named = arrivals[shown_name(file.name)];
  if (named.taken) named.taken->gone = false;
  if (named.taken && is_version(*named.taken, file)) {
    named.pending.reset();
    return;
  }
  if (!named.pending || !is_version(*named.pending, file)) named.pending = new_arrival(file, source);
  Arrival& arrival = *named.pending;
  arrival.state = ArrivalState::refused;
  if (const auto why = refusal_of(file, source)) {
    arrival.why = *why;
  } else if (listed.twice.contains(file.name)) {
    arrival.why = "the server lists it twice, and not as the same";
  } else if (collides(file.name, listed, arrivals)) {
    arrival.why = "a file and a folder can't have one name";
  } else {
    arrival.state = ArrivalState::waiting;
    arrival.why = why_incomplete(file, listed, source);
  }
}

/// A folder that is empty all of a sudden is more likely a mistake there than the end of all files.
void forget_gone(bool any_left, Arrivals& arrivals, std::vector<std::string>& warnings) {
  std::size_t gone = 0;
  for (auto& [name, named] : arrivals) {
    if (!named.taken || !named.taken->gone || !named.taken->left.empty()) continue;
    ++gone;
    if (!any_left) continue;
    named.taken->why = "it is gone there";
    replace_arrival(named);
  }
  if (gone > 0 && !any_left) {
    warnings.push_back(
        fmt::format("nothing is left there: the {} files that were fetched before stay among the exports", gone));
  }
}

}  // namespace

Listed by_name(std::vector<FarFile> files) {
  Listed listed;
  for (FarFile& file : files) {
    const std::string name = file.name;
    const auto known = listed.files.find(name);
    if (known == listed.files.end()) {
      listed.files.emplace(name, std::move(file));
    } else if (known->second != file) {
      listed.twice.insert(name);
    }
  }
  return listed;
}

bool has_version(const FarFile& file) { return file.sized || !trim(file.version).empty(); }

bool is_version(const Arrival& arrival, const FarFile& file) {
  return has_version(file) && arrival.version == file.version && (!file.sized || arrival.bytes == file.bytes);
}

Arrival new_arrival(const FarFile& file, const RemoteSource& source) {
  Arrival arrival;
  arrival.file = shown_name(file.name);
  arrival.source = source.url;
  arrival.bytes = file.bytes;
  arrival.version = file.version;
  arrival.first_seen = utc_now();
  return arrival;
}

void notice(const Listed& listed, const SourceConfig& source, Arrivals& arrivals, std::vector<std::string>& warnings) {
  std::set<std::string> seen;
  for (const auto& [name, file] : listed.files) {
    if (!is_meant(name, source)) continue;
    seen.insert(shown_name(name));
    note(file, listed, *source.remote, arrivals);
  }
  for (auto& [name, named] : arrivals) {
    if (seen.contains(name)) continue;
    named.pending.reset();
    if (named.taken) named.taken->gone = true;
  }
  if (source.remote->drops_gone) forget_gone(!seen.empty(), arrivals, warnings);
}

}  // namespace rox
