// What differs between the four engines when tables are defined: names, types, texts and comments in SQL.
//
// One rule for names holds everywhere: a name that the project's SQL writes without quotes, in any case, finds its
// column. So a name is quoted only where it has to be, and PostgreSQL and Redshift, which fold unquoted names to lower
// case, get every name in lower case.
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

enum class SqlNameUse { schema, table, column };

/// Why the engine can't have something of that name, as the end of a sentence ("is 70 bytes long; …"). None: it can.
std::optional<std::string> name_problem(std::string_view name, SqlNameUse use, SqlDialect dialect);

/// The name as SQL: folded where the engine folds, quoted where it is a reserved word or no plain name.
std::string sql_name(std::string_view name, SqlDialect dialect);

/// "a, b, c", each as sql_name() writes it, with `prefix` (say "t.") before it.
std::string sql_names(const std::vector<std::string>& names, SqlDialect dialect, std::string_view prefix = {});

/// A column's type in SQL, and what there is to say about it: nothing, mostly.
struct SqlType {
  std::string text;
  std::string remark;       // "not measured, so the longest there is"
  bool too_narrow = false;  // values were measured that don't fit in what the engine has at most
};

SqlType sql_type(const Column& column, SqlDialect dialect);

/// A string literal of exactly this text, for all engines but Spark.
std::string sql_literal(std::string_view text, SqlDialect dialect);

/// The text as a string literal, for comments. Control characters, line breaks and tabs aside, become blanks.
std::string sql_text(std::string_view text, SqlDialect dialect);

/// The text as comment lines ("-- …\n", each after `indent`), wrapped at blanks. What would end a line becomes visible
/// text, so nothing of it is ever run.
std::string sql_comment(std::string_view text, std::string_view indent = {});

}  // namespace rox
