// What a project needs of this machine and of others, and whether it is there: each with the way out. Nothing is
// changed, and no secret is looked at: of credentials only where they come from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "project/project.hpp"

namespace rox {

enum class Health {
  good,
  doubtful,  // works, but somebody should look
  missing,   // what the project needs isn't there
  unneeded,  // isn't there, and only some verbs take it
};

std::string_view to_string(Health health);

struct Finding {
  std::string what;  // "target aws", "graphviz"
  Health health = Health::good;
  std::string detail;
  std::string way_out{};

  bool operator==(const Finding&) const = default;
};

/// Of the machine alone: where there is no project.
std::vector<Finding> examine_machine();

/// Of the project: its exports, targets and engines, memory, disk and clock. Asks servers, but for nothing that costs.
std::vector<Finding> examine_project(const Project& project);

}  // namespace rox
