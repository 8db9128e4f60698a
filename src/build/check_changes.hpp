// Checks after a change: whether what it touches has failing rows now.
#pragma once

#include "build/changes.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "quality/check.hpp"

namespace rox {

/// Whether a check that had no failing rows before the changes surely has none now. False if the changes made some, or
/// if it has to be evaluated in full to know. The connection is one that finds the changes, without an open
/// transaction: SQL of the check that fails makes this false, and would end it.
bool still_passes(DuckDbConnection& connection, const Check& check, const BuildChanges& changes);

}  // namespace rox
