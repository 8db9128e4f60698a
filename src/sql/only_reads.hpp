// Whether a statement can only read, by its words: the friendly first answer. What is written all the same the engines
// refuse or undo (engine/duckdb, engine/postgres); only Redshift's Data API has nothing but this.
#pragma once

#include <string_view>

#include "base/error.hpp"
#include "sql/dialect.hpp"

namespace rox {

/// SELECT (not INTO a table), WITH, VALUES, TABLE, SHOW, EXPLAIN of these, and what else reads in that dialect; text
/// without a statement, too: the engine says so. False for functions that run SQL given as text or change settings.
bool only_reads(std::string_view sql, SqlDialect dialect);

/// What an EXPLAIN explains; empty for any other statement.
std::string_view explained_statement(std::string_view sql);

/// The error for a statement that doesn't.
Error reading_only_error(SqlDialect dialect);

}  // namespace rox
