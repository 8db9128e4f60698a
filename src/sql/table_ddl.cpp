#include "sql/table_ddl.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "sql/quote.hpp"

namespace rox {

std::string create_table_sql(const Table& table, const std::string& schema, SqlDialect dialect) {
  std::vector<std::string> columns;
  for (const Column& column : table.columns) {
    const bool in_key = table.has_certain_key() &&
                        std::any_of(table.primary_key.begin(), table.primary_key.end(),
                                    [&](const std::string& name) { return equals_ignore_case(name, column.name); });
    columns.push_back(fmt::format("{} {}{}", sql_name(column.name, dialect), sql_type(column, dialect).text,
                                  column.nullable && !in_key ? "" : " NOT NULL"));
  }
  return fmt::format("CREATE TABLE {} ({})", qualified_name(schema, table.name, dialect), join(columns, ", "));
}

std::string key_sql(std::string_view table, std::string_view kind, const std::vector<std::string>& columns,
                    const std::set<std::string>& tables, SqlDialect dialect) {
  std::string sql = fmt::format("{} ({})", kind, sql_names(columns, dialect));
  const bool primary = kind == "PRIMARY KEY";
  const std::string own =
      to_lower(primary ? fmt::format("{}_pkey", table) : fmt::format("{}_{}_key", table, join(columns, "_")));
  if (dialect != SqlDialect::postgres || !tables.contains(own)) return sql;
  return fmt::format("CONSTRAINT {} {}", exact_name(fmt::format("{} of {}", to_lower(kind), own), dialect), sql);
}

std::string add_key_sql(const std::string& schema, std::string_view table, std::string_view kind,
                        const std::vector<std::string>& columns, const std::set<std::string>& tables,
                        SqlDialect dialect) {
  return fmt::format("ALTER TABLE {} ADD {}", qualified_name(schema, table, dialect),
                     key_sql(table, kind, columns, tables, dialect));
}

std::string add_relation_sql(const std::string& schema, std::string_view table, const Relation& relation,
                             const std::string& parent_schema, SqlDialect dialect) {
  return fmt::format("ALTER TABLE {} ADD FOREIGN KEY ({}) REFERENCES {} ({})", qualified_name(schema, table, dialect),
                     sql_names(relation.columns, dialect), qualified_name(parent_schema, relation.table, dialect),
                     sql_names(relation.parent_columns, dialect));
}

std::vector<std::string> comment_sql(const Table& table, const std::string& schema, SqlDialect dialect) {
  const std::string name = qualified_name(schema, table.name, dialect);
  std::vector<std::string> statements;
  if (!table.comment.empty()) {
    statements.push_back(fmt::format("COMMENT ON TABLE {} IS {}", name, printable_literal(table.comment, dialect)));
  }
  for (const Column& column : table.columns) {
    if (column.comment.empty()) continue;
    statements.push_back(fmt::format("COMMENT ON COLUMN {}.{} IS {}", name, sql_name(column.name, dialect),
                                     printable_literal(column.comment, dialect)));
  }
  return statements;
}

}  // namespace rox
