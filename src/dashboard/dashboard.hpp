// The dashboard of a project: what can be asked, and its pages; made from the model and, where there is one, from the
// warehouse. Pages come from dashboard/*.toml, or are made.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dashboard/find_facts.hpp"
#include "dashboard/page.hpp"
#include "dashboard/snapshot.hpp"

namespace rox {

struct Dashboard {
  FactSource source{};
  std::vector<Fact> derived{};  // as rox finds them
  std::vector<Fact> facts{};    // with the measures and dimensions of pages, the likeliest to matter first
  std::vector<Page> pages{};
  std::vector<std::string> notices{};  // for the user: what is no longer read

  /// Throws usage_error that names the nearest.
  const Fact& fact(const std::string& name) const;
  /// The same; and for a page whose file is wrong, what is wrong.
  const Page& page(const std::string& name) const;
};

/// Of the warehouse's tables and marts.
Dashboard read_dashboard(const Snapshot& snapshot);

/// Of the model alone, where there is no warehouse yet.
Dashboard model_dashboard(const Project& project, const Model& model);

}  // namespace rox
