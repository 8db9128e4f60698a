// The statements that bring one loaded table into being on a server, each by itself: bare columns first, since rows
// come in fastest without keys; then what holds of them. `rox model ddl` (sql/ddl.hpp) writes all of it for people to
// read.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "sql/dialect.hpp"

namespace rox {

/// CREATE TABLE with the columns, their types and NOT NULL (of the primary key's columns, too).
std::string create_table_sql(const Table& table, const std::string& schema, SqlDialect dialect);

/// PRIMARY KEY or UNIQUE (columns). `tables`: those beside it, in lower case. PostgreSQL makes an index of a key, among
/// the tables and by a name of its own (t_pkey); where a table is called so, the key is given another one.
std::string key_sql(std::string_view table, std::string_view kind, const std::vector<std::string>& columns,
                    const std::set<std::string>& tables, SqlDialect dialect);

/// ALTER TABLE … ADD such a key.
std::string add_key_sql(const std::string& schema, std::string_view table, std::string_view kind,
                        const std::vector<std::string>& columns, const std::set<std::string>& tables,
                        SqlDialect dialect);

/// ALTER TABLE … ADD FOREIGN KEY; the parent may be in another schema.
std::string add_relation_sql(const std::string& schema, std::string_view table, const Relation& relation,
                             const std::string& parent_schema, SqlDialect dialect);

/// COMMENT ON the table and its columns; none where the model has none.
std::vector<std::string> comment_sql(const Table& table, const std::string& schema, SqlDialect dialect);

}  // namespace rox
