// What differs between the four engines when tables are defined: which names they can have, types, comments.
// (How names and texts are written: sql/quote.hpp.)
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/model.hpp"

namespace rox {

enum class SqlDialect { duckdb, postgres, redshift, spark };

/// "duckdb", "postgres", "redshift", "spark". Throws usage_error for any other.
SqlDialect parse_sql_dialect(std::string_view name);

/// The inverse.
std::string_view dialect_name(SqlDialect dialect);

/// What people call the engine: "PostgreSQL".
std::string_view engine_title(SqlDialect dialect);

/// Whether the engine takes unquoted names in lower case.
bool folds_names(SqlDialect dialect);

enum class SqlNameUse { schema, table, column };

/// Why the engine can't have something of that name, as the end of a sentence ("is 70 bytes long; …"). None: it can.
std::optional<std::string> name_problem(std::string_view name, SqlNameUse use, SqlDialect dialect);

/// A column's type in SQL, and what there is to say about it: nothing, mostly.
struct SqlType {
  std::string text;
  std::string remark;       // "not measured, so the longest there is"
  bool too_narrow = false;  // values were measured that don't fit in what the engine has at most
};

SqlType sql_type(const Column& column, SqlDialect dialect);

/// The text as comment lines ("-- …\n", each after `indent`), wrapped at blanks. What would end a line becomes visible
/// text, so nothing of it is ever run.
std::string sql_comment(std::string_view text, std::string_view indent = {});

}  // namespace rox
