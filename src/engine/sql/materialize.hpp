// A SELECT's rows as a table: the one place that knows how marts come into being on an engine.
//
// The table must not be there: a local run drops the old one in its private copy first, a server's is made in a schema
// of its own and takes the old one's place when the run publishes.
#pragma once

#include <string>

#include "engine/engine.hpp"
#include "sql/sql_file.hpp"

namespace rox {

struct MaterializedTable {
  std::string name{};      // as SQL writes it; empty: the one of the file
  bool temporary = false;  // one that only this connection has
  /// Definitions ("WITH … ") that take the place of tables that the SELECT reads.
  std::string definitions{};
};

/// Makes the table from the file's SELECT. Errors have the place in the file.
void materialize(Engine& engine, const SqlFile& select, const MaterializedTable& table = {});

/// Removes it, if it is there.
void drop_materialized(Engine& engine, const std::string& table);

}  // namespace rox
