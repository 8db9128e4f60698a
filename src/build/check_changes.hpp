// Checks after a change: whether what it touches has failing rows now.
#pragma once

#include <vector>

#include "build/changed_tables.hpp"
#include "quality/check.hpp"

namespace rox {

/// Of each of the checks, which had no failing rows before the changes: whether it surely has none now. False if the
/// changes made some, or if it has to be evaluated in full to know. No transaction is open where the tables are: SQL of
/// a check that fails makes this false, and would end it.
std::vector<bool> still_pass(ChangedTables& tables, const std::vector<Check>& checks);

}  // namespace rox
