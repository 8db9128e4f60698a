// Names and texts in SQL, as each dialect reads them.
//
// One rule for names holds everywhere: a name that the project's SQL writes without quotes, in any case, finds its
// column. So a name is quoted only where it has to be, and PostgreSQL and Redshift, which fold unquoted names to lower
// case, get every name in lower case.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sql/dialect.hpp"

namespace rox {

/// The name as SQL: folded where the engine folds, quoted where it is a reserved word or no plain name.
std::string sql_name(std::string_view name, SqlDialect dialect);

/// "a, b, c", each as sql_name() writes it, with `prefix` (say "t.") before it.
std::string sql_names(const std::vector<std::string>& names, SqlDialect dialect, std::string_view prefix = {});

/// schema.table, each as sql_name() writes it.
std::string qualified_name(std::string_view schema, std::string_view table, SqlDialect dialect);

/// The name exactly as it is, in its case: always quoted.
std::string exact_name(std::string_view name, SqlDialect dialect);

/// The same of a list, with `prefix` before each.
std::string exact_names(const std::vector<std::string>& names, SqlDialect dialect, std::string_view prefix = {});

/// A string literal of exactly this text. (Spark has none for control characters: see printable_literal.)
std::string sql_literal(std::string_view text, SqlDialect dialect);

/// The same for comments and the like: control characters, line breaks and tabs aside, become blanks.
std::string printable_literal(std::string_view text, SqlDialect dialect);

}  // namespace rox
