// A model as the SQL script that makes its tables in one of the engines: exact types, NOT NULL, keys, relations,
// comments, and for Redshift how the rows are laid out (sql/redshift_layout.hpp).
//
// The script is one transaction where the engine has them for definitions (all but Spark): it makes every table or
// none, and run a second time it fails at the first table and changes nothing, unless `replace` says to drop them.
// docs/ddl.md says what is chosen and why.
#pragma once

#include <string>
#include <vector>

#include "model/model.hpp"
#include "sql/dialect.hpp"

namespace rox {

struct DdlOptions {
  SqlDialect dialect = SqlDialect::duckdb;
  std::string schema;    // empty: wherever the session makes tables
  bool replace = false;  // drop tables of these names first
};

struct DdlScript {
  std::string sql;
  /// What the engine can't hold, for people: values that are longer than its longest text.
  std::vector<std::string> warnings;
};

/// Throws usage_error for a name (of the schema, a table, a column) that the engine can't have.
void check_names(const Model& model, const std::string& schema, SqlDialect dialect);

/// Throws as check_names().
DdlScript ddl_script(const Model& model, const DdlOptions& options);

}  // namespace rox
