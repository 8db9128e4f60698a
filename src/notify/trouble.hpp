// What is wrong with a project now, as its ledger, its guards and the clock tell: found anew each time, so that whoever
// asks gets the same answer.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/language.hpp"
#include "project/project.hpp"

namespace rox {

/// The same in both languages.
struct Words {
  std::string english;
  std::string portuguese;

  const std::string& in(Language language) const { return language == Language::english ? english : portuguese; }
};

struct Trouble {
  std::string key;   // the same as long as it is the same trouble: "local/run", "local/rejects/Sale"
  std::string kind;  // one of trouble_kinds()
  Words what;        // happened
  Words means;       // for whom
  Words way_out;
  std::string place{};  // of the dashboard, where more is to be seen: "runs?run=…"
  bool lasting = true;  // goes on until it is mended; else it is told once
};

/// Of that target, at that time. Throws what reading the project throws.
std::vector<Trouble> current_troubles(const Project& project, const Target& target,
                                      std::chrono::system_clock::time_point now);

/// A run that couldn't begin, so that the ledger knows nothing of it: a project file is wrong.
Trouble not_started(const Target& target, const Error& error);

/// How the project is doing, for a report by schedule.
Trouble report_of_project(const Project& project, const Target& target, const std::vector<Trouble>& troubles,
                          std::chrono::system_clock::time_point now);

}  // namespace rox
