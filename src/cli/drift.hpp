// How verbs show drift.
#pragma once

#include <vector>

#include "ledger/ledger.hpp"
#include "load/find_drift.hpp"

namespace rox {

/// "drift: Sale.Note: new in Sale.csv: ignored", a line each.
void print_drift(const std::vector<Drift>& drift);

/// The same of a run. What it made of the model is in model.toml only if it published, which is said.
void print_drift(const RunRecord& record);

}  // namespace rox
