#include "model/table_name.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

TEST(TableName, IsNoneThatTheEnginesHave) {
  for (const char* name : {"Sale", "order", "pgx", "duck", "sqlite", "order details", "Preço"}) {
    EXPECT_EQ(table_name_problem(name), std::nullopt) << name;
  }
  for (const char* name : {"", ".", "..", "a/b", "../x", "a\nb", "pg_class", "PG_CLASS", "duckdb_tables",
                           "sqlite_master", "sqlite_schema", "pragma_database_list"}) {
    EXPECT_NE(table_name_problem(name), std::nullopt) << name;
  }
}

TEST(TableName, ColumnsMayHaveAnyButControlCharacters) {
  for (const char* name : {"a/b", "..", "pg_x", " "}) EXPECT_EQ(column_name_problem(name), std::nullopt) << name;
  for (const char* name : {"", "a\nb", "\x7f"}) EXPECT_NE(column_name_problem(name), std::nullopt) << name;
}

}  // namespace
}  // namespace rox
