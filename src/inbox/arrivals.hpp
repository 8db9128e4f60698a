// The account of arrivals: .rox/inbox/arrivals.json.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/arrival.hpp"
#include "project/project.hpp"

namespace rox {

/// What came by one name.
struct NamedArrivals {
  std::optional<Arrival> taken;    // it is among the exports
  std::optional<Arrival> pending;  // it would take that one's place: waiting, or refused
  std::vector<Arrival> replaced;   // the newest last
};

/// By name.
using Arrivals = std::map<std::string, NamedArrivals>;

/// As they were written last; none if they never were.
Arrivals read_arrivals(const Project& project);

/// At once: whoever reads them sees the old or the new ones.
void write_arrivals(const Project& project, const Arrivals& arrivals);

/// What was among the exports by that name is no more.
void replace_arrival(NamedArrivals& named);

/// What was pending by that name is among the exports from now on.
void take_arrival(NamedArrivals& named, const std::string& time);

/// One after another; of one name what was replaced first.
std::vector<Arrival> list_arrivals(const Arrivals& arrivals);

}  // namespace rox
