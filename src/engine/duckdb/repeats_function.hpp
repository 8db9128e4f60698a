// The aggregate function rox_repeats(UBIGINT): how many of the values are equal to an earlier one. NULL counts as none.
//
//     SELECT rox_repeats(hash(a, b)) FROM t    -- 0: (a, b) is different in every row
//
// More than 0 may be different keys with the same hash, so that only 0 proves something. It keeps 8 bytes of each row
// in memory of its own, which DuckDB doesn't know of.
#pragma once

#include "engine/duckdb/duckdb.hpp"

namespace rox {

/// Makes the function known to all connections of the database, for as long as it is open.
void register_repeats(duckdb_connection connection);

}  // namespace rox
