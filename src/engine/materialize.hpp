// A SELECT's rows as a table: the one place that knows how marts come into being on an engine.
//
// On DuckDB this happens in the private copy of the warehouse, inside the run's transaction, so the table can be
// replaced as it stands: nobody sees it before all of them are published. An engine that others read meanwhile makes
// the new table beside the old one and swaps them when the run publishes.
#pragma once

#include <string>

#include "engine/engine.hpp"
#include "sql/sql_file.hpp"

namespace rox {

/// Makes the table `select.name` from the file's SELECT, in place of the one there was. Errors have the place in the
/// file.
void materialize(Engine& engine, const SqlFile& select);

/// Removes it, if it is there.
void drop_materialized(Engine& engine, const std::string& table);

}  // namespace rox
