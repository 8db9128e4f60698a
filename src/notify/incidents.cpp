#include "notify/incidents.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/json.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;
using std::chrono::system_clock;

constexpr std::chrono::hours kMuch{24};

std::int64_t seconds_of(system_clock::time_point time) { return system_clock::to_time_t(time); }

system_clock::time_point time_of(const JsonValue& json) {
  return system_clock::from_time_t(static_cast<std::time_t>(json.integer()));
}

/// A clock that was wrong by days and is right again is no reason to wait.
bool is_due(const Incident& incident, system_clock::time_point now, std::chrono::hours repeat) {
  return now >= incident.told + repeat || now + kMuch < incident.told;
}

Trouble ended(const std::string& key, const Incident& incident) {
  Trouble trouble;
  trouble.key = key;
  trouble.kind = incident.kind;
  trouble.what = incident.what;
  trouble.place = incident.place;
  return trouble;
}

}  // namespace

std::string_view to_string(NoticeState state) {
  switch (state) {
    case NoticeState::begun: return "new";
    case NoticeState::going_on: return "still";
    case NoticeState::over: return "fixed";
    case NoticeState::once: return "once";
  }
  return "";
}

std::vector<Notice> notices_of(const std::vector<Trouble>& troubles, Incidents& incidents, system_clock::time_point now,
                               std::chrono::hours repeat) {
  std::vector<Notice> notices;
  std::erase_if(incidents, [&](const auto& entry) {
    const auto same = std::find_if(troubles.begin(), troubles.end(),
                                   [&](const Trouble& trouble) { return trouble.key == entry.first; });
    if (same != troubles.end()) return false;
    const auto& [key, incident] = entry;
    if (incident.lasting) notices.push_back({NoticeState::over, ended(key, incident), incident.since});
    return true;
  });
  for (const Trouble& trouble : troubles) {
    const auto known = incidents.find(trouble.key);
    if (known == incidents.end() || known->second.kind != trouble.kind) {
      incidents[trouble.key] = {trouble.kind, trouble.what, trouble.place, trouble.lasting, now, now};
      notices.push_back({trouble.lasting ? NoticeState::begun : NoticeState::once, trouble, now});
    } else if (trouble.lasting && is_due(known->second, now, repeat)) {
      known->second.told = now;
      known->second.what = trouble.what;
      notices.push_back({NoticeState::going_on, trouble, known->second.since});
    }
  }
  return notices;
}

Incidents read_incidents(const std::filesystem::path& file) {
  Incidents incidents;
  if (!file_identity(file)) return incidents;
  try {
    for (const auto& [key, json] : read_json(file).members()) {
      Incident incident;
      incident.kind = json.member("kind").text();
      incident.what = {json.member("what").text(), json.member("what_pt").text()};
      incident.place = json.member("place").text();
      incident.lasting = json.member("lasting").flag();
      incident.since = time_of(json.member("since"));
      incident.told = time_of(json.member("told"));
      incidents.emplace(key, std::move(incident));
    }
  } catch (const Error&) {
    incidents.clear();  // what goes on is told once more
  }
  return incidents;
}

void write_incidents(const std::filesystem::path& file, const Incidents& incidents) {
  Json json = Json::object();
  for (const auto& [key, incident] : incidents) {
    json[key] = {{"kind", incident.kind},
                 {"what", incident.what.english},
                 {"what_pt", incident.what.portuguese},
                 {"place", incident.place},
                 {"lasting", incident.lasting},
                 {"since", seconds_of(incident.since)},
                 {"told", seconds_of(incident.told)}};
  }
  make_directories(file.parent_path());
  write_file(file, json_text(json, 1) + "\n");
}

}  // namespace rox
