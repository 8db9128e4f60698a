// The words that can't be the name of a table or a column unless they are quoted.
//
// Each list is the engine's own: PostgreSQL 15 (pg_get_keywords(), reserved and 'can be function or type'), DuckDB 2.0
// (duckdb_keywords(), the same two kinds), Spark 4 (sql_keywords(), reserved in ANSI mode), Redshift (the list in its
// manual). Tests compare the first three with the running engine.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sql/dialect.hpp"

namespace rox {

/// In lower case, sorted.
std::vector<std::string> reserved_words(SqlDialect dialect);

/// In any case.
bool is_reserved_word(std::string_view word, SqlDialect dialect);

}  // namespace rox
