// How verbs show drift.
#pragma once

#include <vector>

#include "load/find_drift.hpp"

namespace rox {

/// "drift: Sale.Note: new in Sale.csv: ignored", a line each.
void print_drift(const std::vector<Drift>& drift);

}  // namespace rox
