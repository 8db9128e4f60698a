// Troubles over time: what is new, what goes on, what is over. So that one thing is told once, again only after a
// while, and its end once.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "notify/trouble.hpp"

namespace rox {

/// A trouble that somebody was told of.
struct Incident {
  std::string kind;
  Words what;
  std::string place;
  bool lasting = true;
  std::chrono::system_clock::time_point since;
  std::chrono::system_clock::time_point told;  // last
};

using Incidents = std::map<std::string, Incident>;  // by the trouble's key

enum class NoticeState {
  begun,
  going_on,
  over,
  once,  // it has no end: a drift, a report
};

std::string_view to_string(NoticeState state);

/// One thing to tell.
struct Notice {
  NoticeState state = NoticeState::begun;
  Trouble trouble;
  std::chrono::system_clock::time_point since;
};

/// What there is to tell of these troubles, and brings the incidents up to date. What goes on is told again after
/// `repeat`. A trouble that became another of the same key (a failure, then held) is told as new.
std::vector<Notice> notices_of(const std::vector<Trouble>& troubles, Incidents& incidents,
                               std::chrono::system_clock::time_point now, std::chrono::hours repeat);

/// Of a file, which may not be there yet; damaged ones are as none.
Incidents read_incidents(const std::filesystem::path& file);
void write_incidents(const std::filesystem::path& file, const Incidents& incidents);

}  // namespace rox
